using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>What every estimator of a network does alike: checks, the seed, the ways to fit, the frame of a fit.</summary>
/// <remarks>
/// Fitting the same estimator twice with the same rows gives the same weights. It may be fitted on several threads at once.
/// </remarks>
/// <typeparam name="TOptions">What the user sets.</typeparam>
/// <typeparam name="TTransformer">The fitted network.</typeparam>
public abstract class NetworkEstimator<TOptions, TTransformer> : IEstimator<TTransformer>
    where TOptions : NetworkOptions
    where TTransformer : NetworkTransformer
{
    private readonly int _seed;

    /// <param name="environment">Where the estimator registers.</param>
    /// <param name="name">Name of its host.</param>
    /// <param name="options">What the user sets; checked here.</param>
    /// <param name="checkMore">Notes faults that only show beside the columns; null for none.</param>
    private protected NetworkEstimator(IHostEnvironment environment, string name, TOptions options, Action<OptionFaults>? checkMore = null)
    {
        LoadingAhead.Begin();
        ArgumentNullException.ThrowIfNull(options);
        var faults = new OptionFaults();
        options.Validate(faults);
        checkMore?.Invoke(faults);
        faults.ThrowIfAny(nameof(options));
        Options = options;
        Host = environment.Register(name);
        _seed = Host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    internal TOptions Options { get; }

    private protected IHost Host { get; }

    /// <summary>The columns that are read, as they must be before the data are seen.</summary>
    private protected abstract IReadOnlyList<InputColumn> Needed { get; }

    /// <summary>What checkpoints know of the columns, where they are not those that are read as they are; null for those.</summary>
    private protected virtual object? CheckpointColumns => null;

    /// <summary>What the network, or one that is compared with it, may leave to oneDNN.</summary>
    private protected virtual OneDnnUse Uses => OneDnnUse.Recurrence;

    /// <summary>Why rows of their own for the validation loss cannot be used; null if they can.</summary>
    private protected virtual string? WhyNoValidation => null;

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Check(inputSchema);
        return SchemaShapes.With(inputSchema, Added(inputSchema));
    }

    /// <summary>Trains a network.</summary>
    /// <param name="input">The training rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type; every fault is named.</exception>
    /// <exception cref="ArgumentException">Values or sizes in the data do not fit the options.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is nothing to learn from, a value is not a finite number, or the loss stops being one in the first epoch.
    /// </exception>
    /// <exception cref="TrainingStoppedException">
    /// Training was stopped, and <see cref="TrainingOptions.WhenStopped"/> asks for an error.
    /// </exception>
    public TTransformer Fit(IDataView input) => Fit(input, null, null);

    /// <summary>Trains with rows of their own for the validation loss.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="validation">Rows that are measured after each epoch and never learned from, with the same columns.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, IDataView validation)
    {
        ArgumentNullException.ThrowIfNull(validation);
        return Fit(input, validation, null);
    }

    /// <summary>Goes on training from a fitted model: a warm start.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="previous">The model whose weights are the first; it stays as it is.</param>
    /// <exception cref="ArgumentException">The model has another architecture; every difference is named.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, TTransformer previous)
    {
        ArgumentNullException.ThrowIfNull(previous);
        return Fit(input, null, previous);
    }

    /// <summary>Trains with a validation set, a warm start, both or neither.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="validation">
    /// Rows that are measured after each epoch and never learned from; null for those the options hold out.
    /// </param>
    /// <param name="previous">The model whose weights are the first; null for fresh weights.</param>
    /// <exception cref="ArgumentException">
    /// The architecture cannot use validation rows (the error says why), or the previous model has another one.
    /// </exception>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, IDataView? validation, TTransformer? previous) => Fit(input, validation, previous, Train);

    /// <summary>The frame of every fit.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="validation">Rows that are measured and never learned from; null for those the options hold out.</param>
    /// <param name="previous">The model whose weights are the first; null for fresh weights.</param>
    /// <param name="train">From the frame and what was given to the model.</param>
    private protected TTransformer Fit(
        IDataView input, IDataView? validation, TTransformer? previous, Func<FitSession, FitRequest<TTransformer>, TTransformer> train)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (validation is not null && WhyNoValidation is { } why)
            throw new ArgumentException(why, nameof(validation));
        return Together(Options.Whole, () =>
        {
            Check(input.Schema);
            if (validation is not null)
                Check(validation.Schema);
            using var use = previous?.Use();
            return InSession(Options.Whole, fit => train(fit, new FitRequest<TTransformer>(input, validation, previous)));
        });
    }

    /// <summary>Refuses a shape without the columns, or with columns of other types.</summary>
    private protected virtual void Check(SchemaShape shape) => SchemaFaults.Check(shape, Needed);

    /// <summary>Refuses data without the columns, or with columns of other types.</summary>
    private protected virtual void Check(DataViewSchema schema) => SchemaFaults.Check(schema, Needed);

    /// <summary>The columns that the fitted network adds to a shape that passed the check.</summary>
    private protected abstract IEnumerable<SchemaShape.Column> Added(SchemaShape input);

    /// <summary>Reads the rows, places a network, trains and wraps it; the frame hands the model over.</summary>
    /// <param name="fit">The frame of the fit.</param>
    /// <param name="request">What the caller gave.</param>
    private protected abstract TTransformer Train(FitSession fit, FitRequest<TTransformer> request);

    /// <summary>Runs one training in a frame of its own.</summary>
    /// <param name="training">How the whole fit is trained.</param>
    /// <param name="train">From the frame to the model.</param>
    private protected TTransformer InSession(TrainingOptions training, Func<FitSession, TTransformer> train) =>
        Together(training, () =>
        {
            using var fit = new FitSession(Host, training, _seed, Options, CheckpointColumns, Uses);
            return fit.Finish(train(fit));
        });

    // What fails in this process alone must not leave the others waiting for it.
    private static TTransformer Together(TrainingOptions training, Func<TTransformer> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (training.Ranks is not null && error is not (DistributionException or TrainingStoppedException))
        {
            training.Ranks.Abandon(error);
            throw;
        }
    }
}
