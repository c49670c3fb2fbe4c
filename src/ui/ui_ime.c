/* ui_ime: which input method a person types with. */
#include "ui_internal.h"

#include <string.h>

/* Ctrl-T: on and off; what is turned on is the method that this person chose. */
void ui_ime_switch(struct ui *ui)
{
	bool on = ui->method == IME_OFF;

	if (ui->method_on == IME_OFF)
		ui->method_on = IME_TELEX;
	ui->method = on ? ui->method_on : IME_OFF;
	ui->method_told = true;
	ui_say_fill(ui, on ? "ui.ime.on" : "ui.ime.off", "method", model_message(ui->method_on == IME_VNI ? "ui.vni" : "ui.telex"), NULL);
}
