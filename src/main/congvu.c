/* congvu: everything that a person or congvud runs. */
#include "congvu/cmd.h"

int main(int argc, char **argv)
{
	return cmd_main(argc, argv);
}
