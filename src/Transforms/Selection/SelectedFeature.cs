namespace DeepML;

/// <summary>A number of a feature column, and what a selection has made of it.</summary>
/// <param name="Name">Name of its slot, or "COLUMN[3]".</param>
/// <param name="Slot">Its place among the numbers of the column, from 0.</param>
/// <param name="IsKept">Whether it was kept.</param>
/// <param name="Value">
/// What it is worth: bits about the label (<c>SelectByInformationGain</c>), or its importance in the last round that it took part in
/// (<c>SelectByElimination</c>).
/// </param>
/// <param name="Reason">Why it was kept or left out, in words.</param>
public sealed record SelectedFeature(string Name, int Slot, bool IsKept, double Value, string Reason);
