using System.Globalization;
using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Trains a generative adversarial network to make rows like those it is shown, and adds such rows to data.</summary>
/// <remarks>
/// Input: a vector of float of known size, and a key of uint as label if rows of chosen classes are wanted; or the columns of a
/// table. Output: no column, but more rows (and a column that marks them on request). Needs training. Append it with
/// <c>TransformerScope.Training</c>, or without: only the rows that it is fitted to get company. The rows must fit in memory.
/// </remarks>
public sealed class GanAugmenterEstimator : NetworkEstimator<GanAugmenterOptions, GanAugmenterTransformer>
{
    private const int ReferenceRows = 512;

    private readonly GanColumns _columns;

    internal GanAugmenterEstimator(IHostEnvironment environment, GanColumns columns, GanAugmenterOptions options)
        : base(environment, "GanAugmenter", options, faults => options.ValidateColumns(faults, columns)) => _columns = columns;

    private protected override IReadOnlyList<InputColumn> Needed => _columns.Inputs();

    private protected override object CheckpointColumns => _columns;

    private protected override void Check(SchemaShape shape) => _columns.Check(shape);

    private protected override void Check(DataViewSchema schema) => _columns.Check(schema);

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        Options.MarkerColumnName is { } marker ? [SchemaShapes.Column(marker, BooleanDataViewType.Instance)] : [];

    private protected override GanAugmenterTransformer Train(FitSession fit, FitRequest<GanAugmenterTransformer> request)
    {
        var (input, validation, previous) = request;
        using var channel = Host.Start("Health");
        var training = Options.Training with { Progress = new HealthWatch(channel, Options.Objective, Options.Training.Progress) };
        var data = new GanReading(_columns, Options, fit).Read(input, validation, previous);
        var codec = data.Codec;
        var (learned, reference) = Batches(fit, data);
        training = training with { Epochs = Options.EpochsFor(learned.RowCount) };
        var game = fit.PlaceForNow(new GanGame(Generator(codec), Discriminator(codec)));
        if (previous is not null)
        {
            game.Network.StartFrom(generator => WarmStart.Copy(previous.NamedWeights, generator));
            fit.StartFrom(previous.NamedWeights);
        }
        using var step = new AdversarialStep(
            game.Network, game.Update(game.Network.Generator.parameters(), training),
            game.Update(game.Network.Discriminator.parameters(), training with { LearningRate = Options.DiscriminatorLearningRate ?? training.BaseRate }),
            Plan(codec), new AdversarialHealth(game.Network.Architecture.Blocks, Options.LatentSize, _columns.Condition == TableCondition.Label ? codec.ConditionSize : 0, fit.Seed));
        var history = fit.Train(step, learned, reference, training);
        var generator = fit.Place(GanNetworks.Generator(game.Network.Architecture)).Network;
        NetworkWeights.Copy(step.Kept.state_dict(), generator.state_dict());
        var description = new GanDescription(
            [.. data.Table], _columns.Condition, Options.Scaling == GanScaling.Range, _columns.Label, Options.MarkerColumnName, [.. data.Table.Select(c => KeyValues.Of(input.Schema[c.Name]))],
            SchemaColumn.AllOf(input.Schema, _columns.All),
            game.Network.Architecture, Picture(), Options.Amount ?? (_columns.Label is null ? GanAmount.Factor(2) : GanAmount.Balance()), fit.Seed, Told(history, data.Table, learned.RowCount));
        GanCalibration.Apply(generator, description, data.Learned, fit.Device);
        return new GanAugmenterTransformer(Host, description, generator, fit.Device, input);
    }

    // What is not learned, and what can only be copied, is told in the history and as a warning.
    private TrainingHistory Told(TrainingHistory history, IReadOnlyList<TableColumn> table, long rows)
    {
        using var channel = Host.Start("Identifiers");
        var chosen = table.Where(column => column.Kind == TableColumnKind.Identifier).Select(column => new AutomaticChoice(
            "Identifiers", nameof(GanIdentifiers.NumberAnew), $"column '{column.Name}' is another in every row: it is not learned, and synthetic rows are numbered anew")).ToArray();
        foreach (var choice in chosen)
            channel.Warning(MessageSensitivity.None, $"{char.ToUpperInvariant(choice.Reason[0])}{choice.Reason[1..]}.");
        foreach (var column in table.Where(column => column is { Kind: TableColumnKind.Category, ItemType: not "Boolean" } && column.Counts.Sum() >= Identifiers.FewestRows
            && column.Counts.Take(column.Values.Length).All(count => count == 1) && column.RareCounts.All(count => count == 1)))
            channel.Warning(MessageSensitivity.None, $"Column '{column.Name}' is another in every row: that of a synthetic row is a copy of a real one's. Leave it out, or replace it.");
        AutomaticChoice[] length = Options.Training.Epochs is null
            ? [new AutomaticChoice("Training.Epochs", Options.EpochsFor(rows).ToString(CultureInfo.InvariantCulture), FormattableString.Invariant($"{rows} rows"))] : [];
        return history with { Chosen = [.. history.Chosen, .. length, .. chosen] };
    }

    // Without held-out rows, synthetic ones are measured against rows that were learned from: enough to see collapse and distance.
    private (IBatchSource Learned, IBatchSource Reference) Batches(FitSession fit, GanRows data)
    {
        var learned = fit.Own(new TableBatches(data.Codec, data.Learned, Options.Sampling, fit.Device));
        if (data.HeldOut is null)
            return (learned, fit.Own(learned.Reference(ReferenceRows, fit.Seed)));
        var measured = fit.Own(new TableBatches(data.Codec, data.HeldOut, GanSampling.AsInData, fit.Device));
        return (learned, fit.Own(measured.Reference(ReferenceRows, fit.Seed)));
    }

    private GeneratorArchitecture Generator(TableCodec codec) => new(
        [.. codec.Blocks.Select(block => new RowBlock((RowBlockKind)block.Kind, block.Width))], Options.LatentSize, codec.ConditionSize,
        [.. Options.GeneratorSizes], Options.BatchNormalization, Options.Convolutional ? Picture() : null);

    private DiscriminatorArchitecture Discriminator(TableCodec codec) => new(
        codec.Blocks.Sum(block => block.Width), codec.ConditionSize, [.. Options.DiscriminatorSizes], Options.Conditioning, Options.RowsPerDecision,
        Options.BatchStatistics, Options.Objective.NormalizesLayers, Options.Dropout, Options.Convolutional ? Picture() : null);

    private PictureShape? Picture() => Options.Picture is { } p ? new PictureShape(p.Channels, p.Height, p.Width, Options.Filters) : null;

    private AdversarialPlan Plan(TableCodec codec) => new(Options.Objective)
    {
        DiscriminatorSteps = Options.DiscriminatorSteps,
        UnrolledSteps = Options.UnrolledSteps,
        AveragingDecay = Options.AveragingDecay,
        RowsPerDecision = Options.RowsPerDecision,
        Links = [.. codec.Links.Select(link => new ConditionLink(link.RowStart, link.ConditionStart, link.Width))],
    };
}
