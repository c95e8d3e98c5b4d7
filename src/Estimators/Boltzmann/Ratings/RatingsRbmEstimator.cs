using System.Globalization;
using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Trains a recommender from ratings: a restricted Boltzmann machine whose cases are users (Salakhutdinov, Mnih and Hinton, ICML 2007).</summary>
/// <remarks>
/// User and item: keys of uint. Rating: a float. Output: Score, the expected rating. Memory grows with the ratings (twelve bytes each) and
/// with users and items times hidden units, never with users times items.
/// </remarks>
public sealed class RatingsRbmEstimator : NetworkEstimator<RatingsRbmOptions, RatingsRbmTransformer>, ITrainerEstimator<RatingsRbmTransformer, NetworkModel>
{
    private readonly ScalarInput _rating;
    private readonly ScalarInput _user;
    private readonly ScalarInput _item;

    internal RatingsRbmEstimator(
        IHostEnvironment environment, string ratingColumnName, string userColumnName, string itemColumnName, RatingsRbmOptions options)
        : base(environment, "RatingsRbm", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(ratingColumnName);
        ArgumentException.ThrowIfNullOrEmpty(userColumnName);
        ArgumentException.ThrowIfNullOrEmpty(itemColumnName);
        if (userColumnName == itemColumnName)
            throw new ArgumentException($"User and item are both column '{userColumnName}'; each needs its own.", nameof(itemColumnName));
        _rating = ScalarInput.Number(ratingColumnName, "rating");
        _user = ScalarInput.Class(userColumnName, "user");
        _item = ScalarInput.Class(itemColumnName, "item");
    }

    /// <summary>What ML.NET's tools ask of a trainer: nothing to normalize, no cache, validation rows and a warm start supported.</summary>
    public TrainerInfo Info => TrainerInfos.Create(normalization: false);

    private protected override IReadOnlyList<InputColumn> Needed => [_user, _item, _rating];

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        RegressionHead.Promised();

    // Of several ratings of one item by one user the last counts; ratings held out are foretold from what the same user has rated in training.
    private protected override RatingsRbmTransformer Train(FitSession fit, FitRequest<RatingsRbmTransformer> request)
    {
        var (input, validation, previous) = request;
        var rows = fit.Read(input, [_user, _item, _rating], validation);
        RatingsReading.Check(Options.Units, _rating, input, validation);
        var (users, items) = (KeyCount(input, _user.Name), KeyCount(input, _item.Name));
        if (rows.Validation is { } held && (held.Range(BatchMember.Users).Maximum >= users || held.Range(BatchMember.Items).Maximum >= items))
            throw new InvalidOperationException("The validation rows have keys that the training rows do not know. Map both with the same fitted MapValueToKey.");
        var known = RatingsReading.Read(rows.Training, users, Options);
        var asked = rows.Validation is null ? null : RatingsReading.Read(rows.Validation, users, Options);
        var network = new RatingsRbmNetwork(new RatingsRbmArchitecture(users, items, Options.Levels, Options.HiddenSize, known.Count));
        var machine = fit.Place(network);
        if (previous is not null)
        {
            WarmStart.CopyParameters(previous.NamedWeights, network); // whom the users are is told by their ratings, anew
            fit.StartFrom(previous.NamedWeights);
        }
        var history = Train(fit, machine, known, asked, isFresh: previous is null);
        var description = new RatingsRbmDescription(_user.Name, _item.Name, Options.Lowest, network.Architecture, history);
        return new RatingsRbmTransformer(Host, description, network, fit.Device);
    }

    private TrainingHistory Train(FitSession fit, PlacedNetwork<RatingsRbmNetwork> machine, RatingsTable known, RatingsTable? asked, bool isFresh)
    {
        var network = machine.Network;
        using var scope = NewDisposeScope();
        var training = new RatingsBatches(known, fit.Device);
        var heldOut = asked is null ? null : new RatingsBatches(known, fit.Device, asked);
        var rated = Numbers(known.AllItems);
        if (isFresh)
            network.StartAt(rated, Numbers(known.AllLevels));
        using var step = new ContrastiveDivergenceRatingsStep(network, machine.Update(), Options.GibbsSteps);
        var history = fit.Train(step, training, heldOut);
        Remember(fit, network, known, rated);
        var error = TrainingLoop.Evaluate(step, heldOut ?? training, Options.Training)!.MeanMetrics[MetricNames.SquaredError];
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
