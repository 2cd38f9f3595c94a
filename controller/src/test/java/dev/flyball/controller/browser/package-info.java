/** A real browser for tests, driven over the DevTools protocol. */
package dev.flyball.controller.browser;
