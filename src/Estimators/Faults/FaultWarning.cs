namespace DeepML;

/// <summary>A fault, and how early it was warned of.</summary>
/// <param name="Series">The machine; empty if there is one.</param>
/// <param name="Start">Row of the machine with which the fault begins, counted from 0.</param>
/// <param name="Lead">Rows from the first alarm within the horizon to the fault; null if there was none.</param>
public sealed record FaultWarning(string Series, int Start, int? Lead);
