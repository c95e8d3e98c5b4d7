using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted network that adds columns to the rows that pass through: one row at a time for prediction engines, in batches for data views.
/// </summary>
/// <remarks>
/// A row whose input holds NaN or infinity has no answer: every number added is NaN, a key is missing, a sequence empty and a yes or no is
/// no. Three kinds of network know more: an autoencoder that fills missing values takes NaN as a hole, the anomaly detector calls such rows
/// anomalies or refuses them, and pictures that cannot be read are an error unless they are to be skipped.
/// </remarks>
public abstract class ScoringTransformer : NetworkTransformer
{
    private readonly ScoredOutputs _outputs;

    private protected ScoringTransformer(
        IHostEnvironment environment, IModelDescription description, HeldNetwork network, Device device,
        IReadOnlyList<SizedColumn> inputs, ScoredOutputs outputs)
        : base(environment, description, network, device)
    {
        Inputs = inputs;
        _outputs = outputs;
    }

    /// <summary>True: each row is scored by itself.</summary>
    public override bool IsRowToRowMapper => true;

    /// <summary>The columns the network reads.</summary>
    internal IReadOnlyList<SizedColumn> Inputs { get; }

    /// <summary>Which rows are scored: the others have no answer in any column.</summary>
    internal virtual ScorableRows Scorable => ScorableRows.WhereFinite;

    /// <summary>Makes a pass for single rows that does without torch; null where there is none.</summary>
    internal virtual Func<ScoreRow>? CreateRowPass => null;

    /// <summary>The columns that are read of data, and those that are added, where their sizes follow from the data.</summary>
    /// <param name="data">The data's schema.</param>
    private protected virtual (IReadOnlyList<SizedColumn> Inputs, ScoredOutputs Outputs) In(DataViewSchema data) => (Inputs, _outputs);

    /// <inheritdoc/>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var (inputs, outputs) = In(inputSchema);
        return new ScoringSchema(inputs, outputs.Columns, inputSchema).Output;
    }

    /// <inheritdoc/>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var use = Use();
        return WithoutOnnx(new ScoringView(ScorerIn(input.Schema), input), input);
    }

    /// <inheritdoc/>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        using var use = UseIfThere();
        return new ScoringRowMapper(ScorerIn(inputSchema), inputSchema);
    }

    /// <summary>Data with one column, other than the usual ones, that the network makes.</summary>
    /// <param name="data">The data.</param>
    /// <param name="inputs">What is read of them.</param>
    /// <param name="pass">One pass of a batch.</param>
    /// <param name="output">The column; it hides one of the data with the same name.</param>
    private protected ScoringView View<TPass>(
        IDataView data, IReadOnlyList<SizedColumn> inputs, Func<Tensor[], TPass> pass, ScoredOutput<TPass> output)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckAlive();
        return new ScoringView(ScorerOf(inputs, ScoredOutputs.Of(pass, [output])), data);
    }

    private Scorer ScorerIn(DataViewSchema data)
    {
        var (inputs, outputs) = In(data);
        return ScorerOf(inputs, outputs, CreateRowPass);
    }

    // A view is scored when its rows are read: that may be after the end of the transformer.
    private Scorer ScorerOf(IReadOnlyList<SizedColumn> inputs, ScoredOutputs outputs, Func<ScoreRow>? rowPass = null) => new(
        inputs,
        outputs.Columns,
        Device,
        (batch, wanted) =>
        {
            using var use = Use();
            return outputs.Score(batch, wanted);
        },
        Scorable,
        rowPass is null ? null : () => WhileAlive(rowPass()),
        (rows, available) =>
        {
            using var use = Use();
            return IntraOpThreads.For(
                Network, rows, available, () => inputs.OfType<SequenceInput>().Select(input => input.Shape.MaximumLength).Append(1).Max());
        });

    // The pass of single rows has its own copy of the weights; it ends with the model all the same.
    private ScoreRow WhileAlive(ScoreRow pass) => (inputs, outputs) =>
    {
        CheckAlive();
        pass(inputs, outputs);
    };
}
