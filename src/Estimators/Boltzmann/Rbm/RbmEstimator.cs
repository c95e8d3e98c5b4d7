using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a restricted Boltzmann machine: features of each row without labels, and a model of the rows themselves.</summary>
/// <remarks>
/// Input: a vector of float of known size; in [0, 1] for Bernoulli visible units, of any scale for Gaussian ones. Output: a vector of
/// float, the means of the hidden units; on request the free energy. Needs training; labels are not used.
/// </remarks>
public sealed class RbmEstimator : IEstimator<RbmTransformer>
{
    private readonly IHost _host;
    private readonly RbmColumns _columns;
    private readonly RbmOptions _options;
    private readonly int _seed;

    internal RbmEstimator(IHostEnvironment environment, string outputColumnName, string? inputColumnName, RbmOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.FreeEnergyColumnName == outputColumnName)
            throw new ArgumentException($"FreeEnergyColumnName is {outputColumnName}; it must differ from the output column's name.", nameof(options));
        _host = environment.Register("RestrictedBoltzmannMachine");
        _columns = new RbmColumns(outputColumnName, inputColumnName ?? outputColumnName, options.FreeEnergyColumnName);
        _options = options;
        _seed = _host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [new VectorInput(_columns.Input, "input")]);
        return SchemaShapes.With(inputSchema, _columns.Outputs(_options.HiddenSize).Select(output => output.Column.Shape));
    }

    /// <summary>Reads the input column and trains the machine.</summary>
    /// <param name="input">The training rows; only the input column is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a vector of float of known size.</exception>
    /// <exception cref="ArgumentException">The visible units are bits and a value lies outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a value is not a finite number, or the reconstruction stops being one.</exception>
    /// <exception cref="TrainingStoppedException">Training was stopped, and <see cref="TrainingOptions.WhenStopped"/> asks for an error.</exception>
    public RbmTransformer Fit(IDataView input) => Fit(input, null, null);

    /// <summary>Trains with rows of their own for the free-energy gap and the other numbers of held-out rows.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="validation">Rows that are measured after each epoch and never learned from.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public RbmTransformer Fit(IDataView input, IDataView validation)
    {
        ArgumentNullException.ThrowIfNull(validation);
        return Fit(input, validation, null);
    }

    /// <summary>Goes on training from a fitted machine.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="previous">The machine whose weights are the first; it stays as it is.</param>
    /// <exception cref="ArgumentException">The machine has other sizes or units, or the visible units are bits and a value lies outside [0, 1].</exception>
    public RbmTransformer Fit(IDataView input, RbmTransformer previous)
    {
        ArgumentNullException.ThrowIfNull(previous);
        return Fit(input, null, previous);
    }

    private RbmTransformer Fit(IDataView input, IDataView? validation, RbmTransformer? previous)
    {
        ArgumentNullException.ThrowIfNull(input);
        var column = VectorInput.Of(input.Schema, _columns.Input, "input");
        var architecture = new RbmArchitecture(column.Width, _options.HiddenSize, _options.VisibleUnits, _options.HiddenUnits);
        if (previous is not null && previous.Machine.Architecture != architecture)
            throw new ArgumentException($"The previous model is {previous.Machine.Architecture}; the options and columns ask for {architecture}.", nameof(previous));
        using var fit = new FitSession(_host, _options.Training, _seed, _options);
        var rows = fit.Read(input, [column], validation);
        BitValues.Check(_options.VisibleUnits, fit.Data, column, rows, fit.Validation);
        var machine = fit.Place(new RbmNetwork(architecture), previous);
        var history = RbmTraining.Run(fit, machine, _options.Rule(_options.Training), rows, fit.Validation, _options.Training, isFresh: previous is null);
        return fit.Finish(new RbmTransformer(_host, new RbmDescription(_columns, architecture, history), machine, fit.Device));
    }
}
