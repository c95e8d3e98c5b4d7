using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains an autoencoder, and adds its reconstructions of rows with noise to training data.</summary>
/// <remarks>
/// Input: a vector of float of known size, and a key, text or boolean as label if it is to be measured whether the rows help. Output: no
/// column, but more rows (and a column that marks them on request). Needs training. Append it with <c>TransformerScope.Training</c>, or
/// without: only the rows that it is fitted to get company.
/// </remarks>
public sealed class AutoencoderAugmenterEstimator : NetworkEstimator<AutoencoderAugmenterOptions, AutoencoderAugmenterTransformer>
{
    private readonly AutoencoderColumns _columns;
    private readonly string? _label;

    internal AutoencoderAugmenterEstimator(
        IHostEnvironment environment, string featureColumnName, string? labelColumnName, AutoencoderAugmenterOptions options)
        : base(environment, "AutoencoderAugmenter", options)
    {
        _columns = new AutoencoderColumns("Code", featureColumnName, null, new AutoencoderOutputs());
        _label = labelColumnName;
        if (options.MarkerColumnName is { } marker && (marker == featureColumnName || marker == labelColumnName))
            throw new ArgumentException(
                $"MarkerColumnName is {marker}; it must differ from the names of the features and the label.", nameof(options));
    }

    private protected override IReadOnlyList<InputColumn> Needed => _label is null
        ? [new VectorColumn(_columns.Input, "feature")]
        : [new VectorColumn(_columns.Input, "feature"), new ClassColumn(_label, "label")];

    private protected override object CheckpointColumns => new { _columns.Input, Label = _label };

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        Options.MarkerColumnName is { } marker ? [SchemaShapes.Column(marker, BooleanDataViewType.Instance)] : [];

    private protected override AutoencoderAugmenterTransformer Train(
        FitSession fit, FitRequest<AutoencoderAugmenterTransformer> request)
    {
        var (input, validation, previous) = request;
        var (network, history) = new AutoencoderFit(Host, Options.Autoencoder, _columns)
            .Run(fit, input, validation, "feature", previous);
        var description = new AutoencoderAugmenterDescription(
            _columns.Input, Options.MarkerColumnName, network.Architecture, Options.Copies, Noise(input, network.Architecture.InputSize),
            fit.Seed, null, history);
        if (_label is not null && Options.OnlyWhereItHelps && history.StopReason is StopReason.Completed or StopReason.EarlyStopping)
            description = Measured(fit, input, description);
        return new AutoencoderAugmenterTransformer(Host, description, network, fit.Device, input);
    }

    private AutoencoderAugmenterDescription Measured(FitSession fit, IDataView input, AutoencoderAugmenterDescription description)
    {
        if (new ReconstructionTrial(Host, Options, _columns, description, fit).Run(input, _label!) is not { } report)
            return description;
        var choice = new AutomaticChoice(
            nameof(Options.Copies), $"{(report.Helps ? Options.Copies : 0)}", $"{report}");
        if (!report.Helps)
        {
            using var channel = Host.Start("Report");
            channel.Warning(MessageSensitivity.None,
                $"No rows are added, as they do not help: {report}. {nameof(Options.OnlyWhereItHelps)} = false adds them all the same.");
        }
        return description with
        {
            Copies = report.Helps ? Options.Copies : 0,
            Report = report,
            History = description.History with { Chosen = [.. description.History.Chosen, choice] },
        };
    }

    // Over the rows that are there: a hole has no deviation.
    private float[] Noise(IDataView input, int width)
    {
        if (Options.Noise == 0)
            return [];
        var (counts, means, squares) = (new long[width], new double[width], new double[width]);
        foreach (var row in input.GetColumn<float[]>(input.Schema[_columns.Input]))
            for (var i = 0; i < width; i++)
                if (float.IsFinite(row[i]))
                {
                    var away = row[i] - means[i];
                    means[i] += away / ++counts[i];
                    squares[i] += away * (row[i] - means[i]); // Welford, Technometrics 4, 1962
                }
        return [.. squares.Zip(counts, (sum, count) => (float)(Options.Noise * Math.Sqrt(sum / Math.Max(1, count))))];
    }
}
