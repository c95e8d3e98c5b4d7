using DeepML.Data;
using DeepML.Estimators;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains an autoencoder: a network that copies its input through a code.</summary>
/// <remarks>
/// Input: a vector of float of known size, or, with <see cref="AutoencoderOptions.Convolution"/>, also an image. Output: a vector of
/// float, the code, and what <see cref="AutoencoderOptions.Outputs"/> names. Needs training; labels are not used. Values should be
/// scaled (<c>NormalizeMinMax</c>) so that every one of them matters alike.
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
        _columns = new AutoencoderColumns(outputColumnName, inputColumnName ?? outputColumnName, options.TargetColumnName, options.Outputs);
        _options = options;
        var twice = Added().GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new ArgumentException($"Outputs give the name '{twice.Key}' to {twice.Count()} columns; each needs its own.", nameof(options));
        _seed = _host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        InputColumn input = AutoencoderFit.Input(_options, _columns.Input, "input");
        SchemaFaults.Check(inputSchema, _columns.Target is { } target ? [input, new VectorInput(target, "target")] : [input]);
        return SchemaShapes.With(inputSchema, Added().Select(c => c.Shape));
    }

    /// <summary>Reads the columns once and trains the network.</summary>
    /// <param name="input">The training rows; only input and target column are read.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a value is not a finite number, or the loss stops being one.</exception>
    /// <exception cref="ArgumentException">Cross-entropy was asked for and a value lies outside [0, 1].</exception>
    /// <exception cref="TrainingStoppedException">Training was stopped, and <see cref="TrainingOptions.WhenStopped"/> asks for an error.</exception>
    public AutoencoderTransformer Fit(IDataView input) => Train(input, null, null);

    /// <summary>Trains with rows of their own for the validation loss.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="validation">Rows that are measured after each epoch and never learned from, with the same columns.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public AutoencoderTransformer Fit(IDataView input, IDataView validation)
    {
        ArgumentNullException.ThrowIfNull(validation);
        return Train(input, validation, null);
    }

    /// <summary>Goes on training from a fitted model: a warm start.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="previous">The model whose weights are the first; it stays as it is.</param>
    /// <exception cref="ArgumentException">The model has another architecture, every difference is named; or pretraining is asked for.</exception>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public AutoencoderTransformer Fit(IDataView input, AutoencoderTransformer previous)
    {
        ArgumentNullException.ThrowIfNull(previous);
        return Train(input, null, previous);
    }

    private AutoencoderTransformer Train(IDataView input, IDataView? validation, AutoencoderTransformer? previous)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var fit = new FitSession(_host, _options.Training, _seed, _options);
        var (network, history, _) = new AutoencoderFit(_host, _options, _columns).Run(fit, input, validation, "input", previous);
        return fit.Finish(new AutoencoderTransformer(_host, new AutoencoderDescription(_columns, network.Architecture, history), network, fit.Device));
    }

    // Before the data are seen the sizes are not known, and shapes do not hold them: any will do.
    private IEnumerable<OutputColumn> Added() =>
        _columns.Added(_options.CodeSize, Enumerable.Repeat(1, _options.HiddenLayers).ToArray(), 1, 1).Select(output => output.Column);
}
