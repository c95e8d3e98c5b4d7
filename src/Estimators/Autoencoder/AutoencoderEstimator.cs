using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Trains an autoencoder: a network that copies its input through a short code.</summary>
/// <remarks>
/// Input: a vector of float of known size. Output: a vector of float, the code. Needs training; labels are not used.
/// Values should be scaled (<c>NormalizeMinMax</c>) so that every one of them matters alike.
/// </remarks>
public sealed class AutoencoderEstimator : IEstimator<AutoencoderTransformer>
{
    private readonly IHost _host;
    private readonly AutoencoderColumns _columns;
    private readonly AutoencoderOptions _options;
    private readonly int _seed;

    internal AutoencoderEstimator(IHostEnvironment environment, string outputColumnName, string? inputColumnName, AutoencoderOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _host = environment.Register("Autoencoder");
        _columns = new AutoencoderColumns(outputColumnName, inputColumnName ?? outputColumnName);
        _options = options;
        _seed = _host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [new VectorInput(_columns.Input, "input")]);
        return SchemaShapes.With(inputSchema, [new VectorOutput(_columns.Code, _options.CodeSize).Shape]);
    }

    /// <summary>Reads the input column once and trains the network.</summary>
    /// <param name="input">The training rows; only the input column is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a vector of float of known size.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a value is not a finite number, or the loss stops being one.</exception>
    /// <exception cref="ArgumentException">Cross-entropy was asked for and a value lies outside [0, 1].</exception>
    public AutoencoderTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var column = VectorInput.Of(input.Schema, _columns.Input, "input");
        using var fit = new FitSession(_host, _options.Training, _seed);
        var rows = fit.Read(input, [column]);
        var architecture = Architecture(column.Width, rows.Range(0));
        var network = fit.Place(new AutoencoderNetwork(architecture));
        using var step = new SupervisedStep(network, fit.Update(network), LossOf(architecture, rows.Range(0)));
        var history = fit.Train(step, rows);
        return fit.Finish(new AutoencoderTransformer(_host, _columns, architecture, network, fit.Device)
        {
            TrainingHistory = history with { Baseline = PcaBaseline.Measure(rows, architecture.CodeSize, network) },
        });
    }

    private AutoencoderArchitecture Architecture(int inputSize, (float Minimum, float Maximum) range) => new(
        inputSize, [.. _options.HiddenSizes], _options.CodeSize, _options.HiddenActivation, _options.CodeActivation,
        _options.OutputActivation ?? (LiesInUnitInterval(range) || _options.Loss == ReconstructionLoss.CrossEntropy ? Activation.Sigmoid : Activation.Identity));

    private Func<Tensor, TensorBatch, Tensor> LossOf(AutoencoderArchitecture architecture, (float Minimum, float Maximum) range)
    {
        var inUnitInterval = LiesInUnitInterval(range);
        if (_options.Loss == ReconstructionLoss.CrossEntropy && !inUnitInterval)
            throw new ArgumentException(
                $"Loss is CrossEntropy, but column '{_columns.Input}' holds values in [{range.Minimum}, {range.Maximum}]; they must be in [0, 1]. "
                + "Scale the column (NormalizeMinMax) or choose SquaredError.");
        var crossEntropy = _options.Loss == ReconstructionLoss.CrossEntropy
            || (_options.Loss == ReconstructionLoss.Auto && inUnitInterval && architecture.OutputActivation == Activation.Sigmoid);
        return crossEntropy
            ? (reconstruction, batch) => nn.functional.binary_cross_entropy(reconstruction, batch.Features)
            : (reconstruction, batch) => nn.functional.mse_loss(reconstruction, batch.Features);
    }

    private static bool LiesInUnitInterval((float Minimum, float Maximum) range) => range is { Minimum: >= 0, Maximum: <= 1 };
}
