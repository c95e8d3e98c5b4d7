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

/// <summary>Trains a recommender from ratings: a restricted Boltzmann machine whose cases are users (Salakhutdinov, Mnih and Hinton, ICML 2007).</summary>
/// <remarks>
/// User and item: keys of uint. Rating: a float. Output: Score, the expected rating. Memory grows with the ratings (twelve bytes each) and
/// with users and items times hidden units, never with users times items.
/// </remarks>
public sealed class RatingsRbmEstimator : IEstimator<RatingsRbmTransformer>
{
    private readonly IHost _host;
    private readonly ScalarInput _rating;
    private readonly ScalarInput _user;
    private readonly ScalarInput _item;
    private readonly RatingsRbmOptions _options;
    private readonly int _seed;

    internal RatingsRbmEstimator(
        IHostEnvironment environment, string ratingColumnName, string userColumnName, string itemColumnName, RatingsRbmOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(ratingColumnName);
        ArgumentException.ThrowIfNullOrEmpty(userColumnName);
        ArgumentException.ThrowIfNullOrEmpty(itemColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (userColumnName == itemColumnName)
            throw new ArgumentException($"User and item are both column '{userColumnName}'; each needs its own.", nameof(itemColumnName));
        _host = environment.Register("RatingsRbm");
        _rating = ScalarInput.Number(ratingColumnName, "rating");
        _user = ScalarInput.Class(userColumnName, "user");
        _item = ScalarInput.Class(itemColumnName, "item");
        _options = options;
        _seed = _host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [_user, _item, _rating]);
        return SchemaShapes.With(inputSchema, PredictionColumns.Shapes(PredictionTask.Regression, inputSchema.Last(c => c.Name == _rating.Name)));
    }

    /// <summary>Reads the ratings and trains the machine; of several ratings of one item by one user the last counts.</summary>
    /// <param name="input">A row per rating; rows without user or item are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type; every fault is named.</exception>
    /// <exception cref="ArgumentException">A rating is not 1, 2, 3, 4 or 5.</exception>
    /// <exception cref="InvalidOperationException">There are no ratings, or one is not a finite number.</exception>
    /// <exception cref="TrainingStoppedException">Training was stopped, and <see cref="TrainingOptions.WhenStopped"/> asks for an error.</exception>
    public RatingsRbmTransformer Fit(IDataView input) => FitTo(input, null);

    /// <summary>Trains with ratings of their own to measure: each is foretold from what the same user has rated in training.</summary>
    /// <param name="input">A row per rating.</param>
    /// <param name="validation">Ratings that are never learned from.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public RatingsRbmTransformer Fit(IDataView input, IDataView validation)
    {
        ArgumentNullException.ThrowIfNull(validation);
        return FitTo(input, validation);
    }

    private RatingsRbmTransformer FitTo(IDataView input, IDataView? validation)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, [_user, _item, _rating]);
        using var fit = new FitSession(_host, _options.Training, _seed, _options);
        var rows = fit.Read(input, [_user, _item, _rating], validation);
        RatingsReading.Check(_options.Units, _rating, input, validation);
        var (users, items) = (KeyCount(input, _user.Name), KeyCount(input, _item.Name));
        if (fit.Validation is { } held && (held.Range(BatchMember.Users).Maximum >= users || held.Range(BatchMember.Items).Maximum >= items))
            throw new InvalidOperationException("The validation rows have keys that the training rows do not know. Map both with the same fitted MapValueToKey.");
        var known = RatingsReading.Read(rows, users, _options);
        var asked = fit.Validation is null ? null : RatingsReading.Read(fit.Validation, users, _options);
        var network = fit.Place(new RatingsRbmNetwork(new RatingsRbmArchitecture(users, items, _options.Levels, _options.HiddenSize, known.Count)));
        var history = Train(fit, network, known, asked);
        var description = new RatingsRbmDescription(_user.Name, _item.Name, _options.Lowest, network.Architecture, history);
        return fit.Finish(new RatingsRbmTransformer(_host, description, network, fit.Device));
    }

    private TrainingHistory Train(FitSession fit, RatingsRbmNetwork network, RatingsTable known, RatingsTable? asked)
    {
        using var scope = NewDisposeScope();
        var training = new RatingsBatches(known, fit.Device);
        var heldOut = asked is null ? null : new RatingsBatches(known, fit.Device, asked);
        var rated = Numbers(known.AllItems);
        network.StartAt(rated, Numbers(known.AllLevels));
        using var step = new ContrastiveDivergenceRatingsStep(network, fit.Update(network), _options.GibbsSteps);
        var history = fit.Train(step, training, heldOut);
        Remember(fit, network, known, rated);
        var error = TrainingLoop.Evaluate(step, heldOut ?? training, _options.Training)!.MeanMetrics[ContrastiveDivergenceRatingsStep.SquaredError];
        return history with
        {
            Baseline = RatingsReading.ItemMeans(known, asked ?? known, network.Architecture.ItemCount, error, asked is null ? "the ratings it has seen" : "ratings held out"),
        };

        Tensor Numbers<T>(ReadOnlySpan<T> values)
            where T : struct
        {
            var numbers = new long[values.Length];
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = Convert.ToInt64(values[i], CultureInfo.InvariantCulture);
            return tensor(numbers, dtype: ScalarType.Int64).to(fit.Device);
        }
    }

    private static void Remember(FitSession fit, RatingsRbmNetwork network, RatingsTable known, Tensor rated)
    {
        const int batchUsers = 256;
        var everybody = new RatingsBatches(known, fit.Device, all: true);
        var parts = new List<Tensor>();
        foreach (var batch in everybody.Epoch(batchUsers, shuffleSeed: null))
        {
            using var owned = batch;
            var (slots, items, levels) = ((RatingsBatch)batch).Known;
            parts.Add(network.HiddenInput(batch.Rows, slots, network.Places(items, levels)).sigmoid_());
        }
        network.Remember(cat(parts, 0), tensor(Array.ConvertAll(known.Starts.ToArray(), start => (long)start), dtype: ScalarType.Int64), rated);
    }

    private static int KeyCount(IDataView data, string name) => checked((int)((KeyDataViewType)data.Schema[name].Type).Count);
}
