/* screen_fits.h: what must hold of every layout: nothing leaves the screen, no two things share a cell (but for a bracket that two fields
 * share). Returns NULL, or what is wrong. Unit tests and the fuzz target ask it. */
#ifndef TESTS_SCREEN_FITS_H
#define TESTS_SCREEN_FITS_H

#include <stdio.h>
#include <string.h>

#include "congvu/screen.h"

#define FITS_ROWS 4000
#define FITS_COLS 512

static inline const char *screen_fits(const struct screen_layout *l, uint16_t cols)
{
	static uint8_t cell[FITS_ROWS][FITS_COLS];
	static char why[120];
	size_t rows = l->rows < FITS_ROWS ? l->rows : FITS_ROWS;

	memset(cell, 0, rows * FITS_COLS);
	for (size_t i = 0; i < l->n_places; i++) {
		const struct screen_place *p = &l->place[i];
		size_t from = p->col - (p->left ? 1u : 0), to = (size_t)p->col + p->width + (p->right ? 1u : 0);

		if (to > cols || to > FITS_COLS || (size_t)p->row + p->lines > l->rows || (p->kind == SCREEN_FIELD && p->width == 0)) {
			snprintf(why, sizeof(why), "at %u: place %zu leaves the screen", cols, i);
			return why;
		}
		for (size_t row = p->row; row < (size_t)p->row + p->lines && row < rows; row++) {
			for (size_t col = from; col < to; col++) {
				bool shared = (col == from && p->left == '|') || (col == to - 1 && p->right == '|');

				if (cell[row][col] && !shared) {
					snprintf(why, sizeof(why), "at %u: row %zu column %zu twice", cols, row, col);
					return why;
				}
				cell[row][col] = 1;
			}
		}
	}
	return NULL;
}

#endif
