using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Scores a batch, without gradients, inside a dispose scope of the caller.</summary>
/// <param name="inputs">
/// One tensor per input column, (batch, ...); behind that of a column of sequences their lengths, (batch), int64.
/// </param>
/// <param name="wanted">Per output column: whether it is asked for.</param>
/// <returns>One tensor per output column, with batch × width elements; null where it is not wanted.</returns>
internal delegate Tensor?[] ScoreBatch(Tensor[] inputs, bool[] wanted);

/// <summary>Scores a single row without tensors; each instance has buffers of its own and serves one row or cursor.</summary>
/// <param name="inputs">One block per input column, whose first row is the row.</param>
/// <param name="outputs">One block per output column, whose first row is to be filled; null where it is not wanted.</param>
internal delegate void ScoreRow(ColumnBlock[] inputs, OutputBlock?[] outputs);

/// <summary>What turns rows into scored rows: the columns read, the columns added, and the pass through the network between them.</summary>
/// <param name="Inputs">The columns read.</param>
/// <param name="Outputs">The columns added.</param>
/// <param name="Device">Where the network lives.</param>
/// <param name="Score">The pass.</param>
/// <param name="Scorable">Which rows are scored.</param>
/// <param name="CreateRowPass">Makes a pass for single rows that does without torch; null if there is none.</param>
/// <param name="Threads">
/// Rows of a batch and threads there are → threads among which torch is to share an operation; null for all.
/// </param>
internal sealed record Scorer(
    IReadOnlyList<SizedColumn> Inputs, IReadOnlyList<OutputColumn> Outputs, Device Device, ScoreBatch Score, ScorableRows Scorable,
    Func<ScoreRow>? CreateRowPass = null, Func<int, int, int>? Threads = null);
