using DeepML.Data;

namespace DeepML.Estimators;

/// <summary>The rows that an augmenter learns from, as compact numbers.</summary>
/// <param name="Table">The columns, with what was learned of each; a label that is only a condition comes last.</param>
/// <param name="Codec">The layout of the rows.</param>
/// <param name="Learned">(rows, compact): the rows that are learned from.</param>
/// <param name="HeldOut">
/// (rows, compact): rows that synthetic ones are measured against and that are not learned from; null for none.
/// </param>
internal sealed record GanRows(TableColumn[] Table, TableCodec Codec, float[] Learned, float[]? HeldOut);
