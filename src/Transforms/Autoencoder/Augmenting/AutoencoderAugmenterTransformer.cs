using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted autoencoder that makes rows: passes rows on and, after those that it was fitted to, adds reconstructions of them with noise.
/// Within a chain that is the data of the trainers behind it; rows that are evaluated or predicted later pass through unchanged whatever
/// the scope.
/// </summary>
/// <remarks>
/// An added row has the reconstruction in the feature column and the real row's values in all others, its label among them. Every pass
/// over the data meets the same added rows. They follow the real ones: a trainer that does not shuffle by itself should be given
/// <c>ml.Data.ShuffleRows</c> of them.
/// </remarks>
[ArchiveKind("AutoencoderAugmenter", version: 1)]
public sealed class AutoencoderAugmenterTransformer
    : ScoringTransformer, IArchived<AutoencoderAugmenterTransformer, AutoencoderAugmenterDescription, AutoencoderNetwork>
{
    private readonly AutoencoderAugmenterDescription _description;
    private readonly AutoencoderNetwork _network;
    private readonly FittedView _fitted;

    internal AutoencoderAugmenterTransformer(
        IHostEnvironment environment, AutoencoderAugmenterDescription description, AutoencoderNetwork network, Device device,
        IDataView? fitted = null)
        : base(
            environment, description, network, device, [description.Input],
            ScoredOutputs.Of(description.Reconstruction, rows => new AutoencoderPass(network, rows[0], null).Reconstruction))
    {
        (_description, _network) = (description, network);
        _fitted = new FittedView(fitted);
    }

    /// <summary>What was measured of the added rows; null without a label, or where it was not asked for.</summary>
    public AutoencoderAugmentationReport? Report => _description.Report;

    /// <summary>Rows that are added for each real one: 0 if it was measured that they do not help.</summary>
    public int Copies => _description.Copies;

    internal override ScorableRows Scorable => new(TakesHoles: _description.Architecture.FillsMissing);

    private protected override string InsteadOfOnnx => FittedView.InsteadOfOnnx;

    /// <summary>The columns of the input, and the marker column if there is one.</summary>
    /// <param name="inputSchema">Schema of the rows that come in.</param>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or of another type or size.</exception>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Marked(inputSchema).Output;
    }

    /// <summary>The rows of the input; if they are the very view that the augmenter was fitted to, followed by those added.</summary>
    /// <param name="input">Real rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or of another type or size.</exception>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_fitted.Is(input))
            return WithoutOnnx(Augment(input), input);
        using var use = Use();
        _fitted.TellThatOthersPass(Environment, "AutoencoderAugmenter");
        return WithoutOnnx(new RowsWithCopies(Marked(input.Schema), input, [], _description.Feature), input);
    }

    /// <summary>The rows of the input, followed by reconstructions of them.</summary>
    /// <param name="input">Real rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or of another type or size.</exception>
    public IDataView Augment(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var use = Use();
        var schema = Marked(input.Schema);
        var copies = Enumerable.Range(0, Copies).Select(copy => Reconstructed(_description.Deviations.Length == 0 ? input
            : new PerturbedRows(input, _description.Feature, _description.Deviations, Mixing.Seed(_description.Seed, copy))));
        return new RowsWithCopies(schema, input, [.. copies], _description.Feature);
    }

    /// <summary>A mapper that leaves rows as they are.</summary>
    /// <param name="inputSchema">Schema of the rows that come in.</param>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or of another type or size.</exception>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        using var use = Use();
        return new PassingRowMapper(Marked(inputSchema));
    }

    private MarkedSchema Marked(DataViewSchema input)
    {
        SchemaFaults.Check(input, [new VectorInput(_description.Feature, "feature", _description.Architecture.InputSize)]);
        return new MarkedSchema(input, _description.Marker);
    }

    private ScoringView Reconstructed(IDataView rows) => View(
        rows, Inputs, inputs => new AutoencoderPass(_network, inputs[0], null),
        new(_description.Reconstruction, pass => pass.Reconstruction));

    static AutoencoderAugmenterTransformer
        IArchived<AutoencoderAugmenterTransformer, AutoencoderAugmenterDescription, AutoencoderNetwork>.From(
            AutoencoderAugmenterDescription description, AutoencoderNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of an augmenter beside the autoencoder's weights.</summary>
/// <param name="Feature">Name of the column of the rows that are reconstructed.</param>
/// <param name="Marker">Name of a boolean column that tells added rows; null for none.</param>
/// <param name="Architecture">The autoencoder.</param>
/// <param name="Copies">Rows that are added for each real one.</param>
/// <param name="Deviations">Deviation of the noise on each number before it is reconstructed; empty for none.</param>
/// <param name="Seed">Fixes the noise.</param>
/// <param name="Report">What was measured of them; null if nothing was.</param>
/// <param name="History">Of the training.</param>
internal sealed record AutoencoderAugmenterDescription(
    string Feature, string? Marker, AutoencoderArchitecture Architecture, int Copies, float[] Deviations, int Seed,
    AutoencoderAugmentationReport? Report, TrainingHistory History) : IModelDescription<AutoencoderNetwork>
{
    /// <summary>Most rows for each real one.</summary>
    public const int MostCopies = 1000;

    /// <summary>What the network reads.</summary>
    internal SizedColumn Input => new AutoencoderColumns("", Feature, null, new AutoencoderOutputs()).InputOf(Architecture);

    /// <summary>The feature column made anew.</summary>
    internal VectorOutput Reconstruction => VectorOutput.LikeSlotsOf(Feature, Architecture.InputSize, Feature);

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture);
        Sound.Same(Architecture.InputSize, Architecture.OutputSize, "the numbers of a row and those of its reconstruction");
        Sound.InRange(Copies, 0, MostCopies, nameof(Copies));
        if (Deviations.Length > 0)
            Sound.Same(Deviations.Length, Architecture.InputSize, "the deviations of the noise and the numbers of a row");
        Sound.That(Deviations.All(deviation => deviation >= 0 && float.IsFinite(deviation)), "a deviation of the noise is not at least 0");
    }

    /// <inheritdoc/>
    public AutoencoderNetwork CreateNetwork() => new(Architecture);
}
