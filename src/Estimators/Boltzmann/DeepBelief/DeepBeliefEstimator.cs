using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a deep belief network without labels: features of features, by one pass upwards.</summary>
/// <remarks>
/// Input: a vector of float of known size; in [0, 1] for Bernoulli visible units, of any scale for Gaussian ones. Output: a vector of
/// float, the means of the top layer. Needs training; labels are not used.
/// </remarks>
public sealed class DeepBeliefEstimator : IEstimator<DeepBeliefTransformer>
{
    private readonly IHost _host;
    private readonly DeepBeliefColumns _columns;
    private readonly DeepBeliefOptions _options;
    private readonly int _seed;

    internal DeepBeliefEstimator(IHostEnvironment environment, string outputColumnName, string? inputColumnName, DeepBeliefOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _host = environment.Register("DeepBeliefNetwork");
        _columns = new DeepBeliefColumns(outputColumnName, inputColumnName ?? outputColumnName);
        _options = options;
        _seed = _host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [new VectorInput(_columns.Input, "input")]);
        return SchemaShapes.With(inputSchema, [new VectorOutput(_columns.Output, _options.Layers[^1].HiddenSize).Shape]);
    }

    /// <summary>Reads the input column and trains layer after layer.</summary>
    /// <param name="input">The training rows; only the input column is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a vector of float of known size.</exception>
    /// <exception cref="ArgumentException">The visible units are bits and a value lies outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a value is not a finite number, or the reconstruction stops being one.</exception>
    /// <exception cref="TrainingStoppedException">Training was stopped, and <see cref="TrainingOptions.WhenStopped"/> asks for an error.</exception>
    public DeepBeliefTransformer Fit(IDataView input) => FitTo(input, null);

    /// <summary>Trains with rows of their own for the numbers of held-out rows.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="validation">Rows that are measured after each epoch and never learned from.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public DeepBeliefTransformer Fit(IDataView input, IDataView validation)
    {
        ArgumentNullException.ThrowIfNull(validation);
        return FitTo(input, validation);
    }

    private DeepBeliefTransformer FitTo(IDataView input, IDataView? validation)
    {
        ArgumentNullException.ThrowIfNull(input);
        var column = VectorInput.Of(input.Schema, _columns.Input, "input");
        using var fit = new FitSession(_host, _options.Training, _seed, _options);
        var rows = fit.Read(input, [column], validation);
        BitValues.Check(_options.VisibleUnits, fit.Data, column, rows, fit.Validation);
        var stack = fit.Place(new DeepBeliefNetwork(DeepBeliefTraining.Architecture(column.Width, _options.VisibleUnits, _options.Layers)));
        var histories = DeepBeliefTraining.Run(fit, stack, _options.Layers, _options.Training, rows, fit.Validation);
        return fit.Finish(new DeepBeliefTransformer(_host, new DeepBeliefDescription(_columns, stack.Architecture, histories), stack, fit.Device));
    }
}
