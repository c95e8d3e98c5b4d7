namespace DeepML;

/// <summary>What <see cref="MpiScoring"/> has done.</summary>
/// <param name="Rows">Rows in the output.</param>
/// <param name="Parts">Pieces that they were scored in.</param>
/// <param name="PartsTakenUp">Pieces of these that an earlier run had left.</param>
public sealed record MpiScoringReport(long Rows, int Parts, int PartsTakenUp);
