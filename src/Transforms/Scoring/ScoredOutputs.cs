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

    /// <summary>A column of what a network answers to sequences, and behind it one of the weights by which it looked.</summary>
    /// <param name="answer">Sequences and their lengths → the answer.</param>
    /// <param name="column">The column.</param>
    /// <param name="of">The answer and the lengths → the column's numbers.</param>
    /// <param name="attention">As below.</param>
    public static ScoredOutputs Of(
        Func<Tensor[], Tensor> answer, OutputColumn column, Func<Tensor, Tensor, Tensor> of, AttentionOutput? attention) =>
        Of(inputs => of(answer(inputs), inputs[1]), [new ScoredOutput<Tensor>(column, made => made)], attention?.Then(of));

    /// <summary>Columns made of an answer, and behind them one of the weights by which the network looked, made by the same pass.</summary>
    /// <param name="answer">One tensor per input column → the answer.</param>
    /// <param name="outputs">The columns made of it.</param>
    /// <param name="attention">The column behind them; null for none.</param>
    public static ScoredOutputs Of(
        Func<Tensor[], Tensor> answer, IReadOnlyList<ScoredOutput<Tensor>> outputs, AttentionOutput? attention) =>
        attention is null ? Of(answer, outputs) : new(
            [.. outputs.Select(output => output.Column), attention.Column.Output()],
            (inputs, wanted) =>
            {
                (Tensor Answer, Tensor? Weights) passed = wanted[^1] ? attention.Look(inputs) : (answer(inputs), null);
                return
                [
                    .. outputs.Select((output, i) => wanted[i] ? output.Of(passed.Answer) : null),
                    passed.Weights is null ? null : attention.Column.Padded(passed.Weights, inputs[1]),
                ];
            });
}
