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
/// <c>TransformerScope.Training</c>. The rows must fit in memory.
/// </remarks>
public sealed class GanAugmenterEstimator : IEstimator<GanAugmenterTransformer>
{
    private const int ReferenceRows = 512;

    private readonly IHost _host;
    private readonly GanColumns _columns;
    private readonly GanAugmenterOptions _options;
    private readonly int _seed;

    internal GanAugmenterEstimator(IHostEnvironment environment, GanColumns columns, GanAugmenterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(columns);
        _host = environment.Register("GanAugmenter");
        _columns = columns;
        _options = options;
        _seed = _host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _columns.Check(inputSchema);
        return _options.MarkerColumnName is { } marker
            ? SchemaShapes.With(inputSchema, [SchemaShapes.Column(marker, BooleanDataViewType.Instance)])
            : inputSchema;
    }

    /// <summary>Reads the columns once and trains both networks.</summary>
    /// <param name="input">The rows to learn from; rows whose label is missing are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type; every fault is named.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are fewer than two rows or too many for the memory budget, a class has a single row, rows of a class that is not there are
    /// asked for, a value is not a finite number, the vector does not fit <see cref="GanAugmenterOptions.Picture"/>, or the loss stops
    /// being a number in the first epoch.
    /// </exception>
    /// <exception cref="TrainingStoppedException">Training was stopped, and <see cref="TrainingOptions.WhenStopped"/> asks for an error.</exception>
    public GanAugmenterTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _columns.Check(input.Schema);
        using var channel = _host.Start("Health");
        var training = _options.Training with { Progress = new HealthWatch(channel, _options.Loss, _options.Training.Progress) };
        using var fit = new FitSession(_host, training, _seed, _options, _columns);
        var (table, rows) = ReadTable(input, fit);
        CheckPicture(table);
        var bounded = _options.Scaling == GanScaling.Range;
        var codec = new TableCodec(table, _columns.Condition, bounded, _columns.Label is not null);
        if (rows.Length == codec.CompactSize)
            throw new InvalidOperationException($"Column '{_columns.Features[0]}' has a single row to learn from; at least two are needed to learn how rows differ.");
        var (learned, reference) = Batches(fit, codec, rows);
        var game = fit.Own(new GanGame(Generator(codec), Discriminator(codec)).to(fit.Device));
        using var step = new AdversarialStep(
            game, fit.Update(game.Generator), fit.Update(game.Discriminator, training with { LearningRate = _options.DiscriminatorLearningRate ?? training.LearningRate }),
            Plan(codec), new AdversarialHealth(game.Architecture.Blocks, _options.LatentSize, _columns.Condition == TableCondition.Label ? codec.ConditionSize : 0, fit.Seed));
        var history = fit.Train(step, learned, reference);
        var generator = fit.Place(GanNetworks.Generator(game.Architecture));
        NetworkWeights.Copy(step.Kept.state_dict(), generator.state_dict());
        var description = new GanDescription(
            [.. table], _columns.Condition, bounded, _columns.Label, _options.MarkerColumnName, [.. table.Select(c => KeyValues.Of(input.Schema[c.Name]))],
            SchemaColumn.AllOf(input.Schema, _columns.All),
            game.Architecture, Picture(), _options.Amount ?? (_columns.Label is null ? GanAmount.Factor(2) : GanAmount.Balance()), fit.Seed, history);
        return fit.Finish(new GanAugmenterTransformer(_host, description, generator, fit.Device));
    }

    private (TableColumn[] Table, float[] Compact) ReadTable(IDataView input, FitSession fit)
    {
        var data = _columns.Label is null ? input : LabelledRows.Of(input, _columns.Label);
        var cells = TableReader.Read(data, _columns.All, fit.Options.MemoryBudget, fit.Options.Cancellation);
        if (cells[0].Rows == 0)
            throw new InvalidOperationException($"There are no rows{(_columns.Label is null ? "" : " with a label")} to learn from.");
        var learner = new TableColumns(
            (_options.MaximumModes, _columns.IsTable ? _options.MaximumCategories : int.MaxValue), _options.Scaling == GanScaling.Range, new Random(fit.Seed), _options.Picture is not null);
        TableColumn[] table = [.. cells.Select(c => learner.Learn(c, input.Schema[c.Name]))];
        if (_columns.Label is not null)
            CheckClasses(table[^1], KeyValues.Of(input.Schema[_columns.Label]), _options.Amount?.Rows?.Keys);
        var compact = learner.Compact(cells, table);
        return (_columns is { IsTable: true, Label: not null } ? TableColumns.CountLabels(table, compact) : table, compact);
    }

    private static void CheckClasses(TableColumn label, KeyValues? keys, IEnumerable<string>? askedFor)
    {
        string[] names = [.. label.Values.Select(value => keys is not null && int.TryParse(value, out var key) && key > 0 ? keys.Texts[key - 1] : value)];
        if (askedFor?.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new InvalidOperationException(
                $"{nameof(GanAugmenterOptions.Amount)} asks for rows of class '{unknown}', which label column '{label.Name}' does not have. It has: {string.Join(", ", names.Take(50))}."
                + (label.RareValues.Length > 0 ? $" Rarer classes share a place, and no number of rows can be given for them: raise {nameof(GanAugmenterOptions.MaximumCategories)}." : ""));
        for (var place = 0; place < label.Values.Length; place++)
            if (label.Counts[place] < 2)
                throw new InvalidOperationException(
                    $"Class '{names[place]}' of label column '{label.Name}' has a single row; at least two are needed to learn how rows of a class differ. Leave the class out, or find more rows of it.");
    }

    private void CheckPicture(TableColumn[] table)
    {
        if (_options.Picture is not { } picture)
            return;
        var (name, numbers, dimensions) = (table[0].Name, table[0].Offsets.Length, table[0].Dimensions);
        if (picture.Height * picture.Width * picture.Channels != numbers)
            throw new InvalidOperationException($"Picture says {picture.Channels} × {picture.Height} × {picture.Width} numbers, but column '{name}' holds {numbers}.");
        if (picture.Channels > 1 && dimensions.SequenceEqual([picture.Height, picture.Width, picture.Channels]) && !dimensions.SequenceEqual([picture.Channels, picture.Height, picture.Width]))
            throw new InvalidOperationException(
                $"Column '{name}' of type {table[0].Type} holds (height, width, channels), but pictures are (channels, height, width): extract pixels without interleaving.");
    }

    // Without held-out rows, synthetic ones are measured against rows that were learned from: enough to see collapse and distance.
    private (IBatchSource Learned, IBatchSource Reference) Batches(FitSession fit, TableCodec codec, float[] compact)
    {
        var width = codec.CompactSize;
        var count = compact.Length / width;
        var heldOut = Math.Min((int)Math.Round(count * fit.Options.ValidationFraction), count - 2); // two rows at least are learned from
        if (heldOut == 0)
        {
            var all = fit.Own(new TableBatches(codec, compact, _options.Sampling, fit.Device));
            return (all, fit.Own(all.Reference(ReferenceRows, fit.Seed)));
        }
        var order = Enumerable.Range(0, count).ToArray();
        new Random(fit.Seed).Shuffle(order);
        float[] Rows(IEnumerable<int> rows) => [.. rows.SelectMany(row => compact.AsSpan(row * width, width).ToArray())];
        var learned = fit.Own(new TableBatches(codec, Rows(order.Skip(heldOut)), _options.Sampling, fit.Device));
        var taken = fit.Own(new TableBatches(codec, Rows(order.Take(heldOut)), GanSampling.AsInData, fit.Device));
        return (learned, fit.Own(taken.Reference(ReferenceRows, fit.Seed)));
    }

    private GeneratorArchitecture Generator(TableCodec codec) => new(
        [.. codec.Blocks.Select(block => new RowBlock((RowBlockKind)block.Kind, block.Width))], _options.LatentSize, codec.ConditionSize,
        [.. _options.GeneratorSizes], _options.BatchNormalization, _options.Convolutional ? Picture() : null);

    private DiscriminatorArchitecture Discriminator(TableCodec codec) => new(
        codec.Blocks.Sum(block => block.Width), codec.ConditionSize, [.. _options.DiscriminatorSizes], _options.Conditioning, _options.RowsPerDecision,
        _options.BatchStatistics, _options.Loss == GanLoss.WassersteinGradientPenalty, _options.Dropout, _options.Convolutional ? Picture() : null);

    private PictureShape? Picture() => _options.Picture is { } p ? new PictureShape(p.Channels, p.Height, p.Width, _options.Filters) : null;

    private AdversarialPlan Plan(TableCodec codec) => new(_options.Loss)
    {
        DiscriminatorSteps = _options.DiscriminatorSteps,
        UnrolledSteps = _options.UnrolledSteps,
        LabelSmoothing = _options.LabelSmoothing,
        PenaltyWeight = _options.PenaltyWeight,
        ClipLimit = _options.ClipLimit,
        AveragingDecay = _options.AveragingDecay,
        RowsPerDecision = _options.RowsPerDecision,
        Links = [.. codec.Links.Select(link => new ConditionLink(link.RowStart, link.ConditionStart, link.Width))],
    };
}
