using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>The columns that a network adds, made together by one pass of a batch.</summary>
internal sealed class ScoredOutputs
{
    private ScoredOutputs(IReadOnlyList<OutputColumn> columns, ScoreBatch score) => (Columns, Score) = (columns, score);

    /// <summary>The columns, in their order.</summary>
    public IReadOnlyList<OutputColumn> Columns { get; }

    /// <summary>Scores a batch: only the columns that are wanted are made.</summary>
    public ScoreBatch Score { get; }

    /// <summary>Columns that share a pass.</summary>
    /// <param name="pass">One tensor per input column → what the columns are made from.</param>
    /// <param name="outputs">The columns.</param>
    public static ScoredOutputs Of<TPass>(Func<Tensor[], TPass> pass, IReadOnlyList<ScoredOutput<TPass>> outputs) => new(
        [.. outputs.Select(output => output.Column)],
        (inputs, wanted) =>
        {
            var passed = pass(inputs);
            return [.. outputs.Select((output, i) => wanted[i] ? output.Of(passed) : null)];
        });

    /// <summary>A single column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="of">One tensor per input column → the column's numbers.</param>
    public static ScoredOutputs Of(OutputColumn column, Func<Tensor[], Tensor> of) =>
        Of(of, [new ScoredOutput<Tensor>(column, made => made)]);

    /// <summary>These columns, and behind them one that has a pass of its own.</summary>
    /// <param name="other">From one tensor per input column; null for none.</param>
    public ScoredOutputs And(ScoredOutput<Tensor[]>? other) => other is null ? this : new(
        [.. Columns, other.Column],
        (inputs, wanted) => [.. Score(inputs, wanted[..^1]), wanted[^1] ? other.Of(inputs) : null]);
}
