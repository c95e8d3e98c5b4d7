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

/// <summary>
/// Trains a recommender from ratings: a restricted Boltzmann machine whose cases are users (Salakhutdinov, Mnih and Hinton, ICML 2007).
/// </summary>
/// <remarks>
/// User and item: keys of uint. Rating: a float. Output: Score, the expected rating. Memory grows with the ratings (twelve bytes each) and
/// with users and items times hidden units, never with users times items.
/// </remarks>
public sealed class RatingsRbmEstimator
    : NetworkEstimator<RatingsRbmOptions, RatingsRbmTransformer>, ITrainerEstimator<RatingsRbmTransformer, NetworkModel>
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

    // Of several ratings of one item by one user the last counts; ratings held out are foretold from what the same user has rated in
    // training.
    private protected override RatingsRbmTransformer Train(FitSession fit, FitRequest<RatingsRbmTransformer> request)
    {
        var (input, validation, previous) = request;
        var rows = fit.Read(input, [_user, _item, _rating], validation);
        var scale = Options.VisibleUnits == RatingUnits.Liked
            ? null
            : RatingsReading.Scale(Options.Scale ?? Known(previous), _rating, input, validation);
        var (users, items) = (KeyCount(input, _user.Name), KeyCount(input, _item.Name));
        if (rows.Validation is { } held
            && (held.Range(BatchMember.Users).Maximum >= users || held.Range(BatchMember.Items).Maximum >= items))
            throw new InvalidOperationException(
                "The validation rows have keys that the training rows do not know. Map both with the same fitted MapValueToKey.");
        var known = RatingsReading.Read(rows.Training, users, Level);
        var asked = rows.Validation is null ? null : RatingsReading.Read(rows.Validation, users, Level);
        // rows that the fit held out itself are rated all the same
        var remembered = asked is null || validation is not null ? known : known.With(asked);
        var network = new RatingsRbmNetwork(
            new RatingsRbmArchitecture(users, items, scale?.Levels ?? 2, Options.HiddenSize, remembered.Count));
        var machine = fit.Place(network);
        if (previous is not null)
        {
            WarmStart.CopyParameters(previous.NamedWeights, network); // whom the users are is told by their ratings, anew
            fit.StartFrom(previous.NamedWeights);
        }
        var history = Train(fit, machine, known, asked, isFresh: previous is null);
        Remember(fit, network, remembered);
        if (scale is not null && Options.Scale is null && previous is null)
            history = history with
            {
                Chosen = [
                .. history.Chosen, new AutomaticChoice("Scale", scale.ToString(), "the ratings that there are")]
            };
        var description = new RatingsRbmDescription(
            _user.Name, _item.Name, scale?.Lowest ?? 0, scale?.Step ?? 1, network.Architecture, history)
        {
            UserNames = KeyValues.Of(input.Schema[_user.Name]),
            ItemNames = KeyValues.Of(input.Schema[_item.Name]),
        };
        return new RatingsRbmTransformer(Host, description, network, fit.Device);

        byte Level(float rating) => scale?.Level(rating) ?? (Options.IsLiked(rating) ? (byte)1 : (byte)0);
    }

    private static RatingScale? Known(RatingsRbmTransformer? previous) =>
        previous?.Range is var (lowest, highest, step) ? new RatingScale(lowest, highest, step) : null;

    private TrainingHistory Train(
        FitSession fit, PlacedNetwork<RatingsRbmNetwork> machine, RatingsTable known, RatingsTable? asked, bool isFresh)
    {
        var network = machine.Network;
        using var scope = NewDisposeScope();
        var training = new RatingsBatches(known, fit.Device);
        var heldOut = asked is null ? null : new RatingsBatches(known, fit.Device, asked);
        if (isFresh)
            network.StartAt(Numbers<int>(fit, known.AllUsers()), Numbers(fit, known.AllItems), Numbers(fit, known.AllLevels));
        using var step = new ContrastiveDivergenceRatingsStep(network, machine.Update(), Options.GibbsSteps);
        var history = fit.Train(step, training, heldOut, Sized(training.RowCount, out var chosen));
        history = history with { Chosen = [.. history.Chosen, .. chosen] };
        if (heldOut is null)
            return history; // on ratings that were learned from, any baseline is flattered, and the network more
        var error = TrainingLoop.Evaluate(step, heldOut, Options.Training)!.MeanMetrics[MetricNames.SquaredError];
        return history with
        {
            Baseline = new Baseline(
                "the means of users and items", "root mean squared error, in levels, on ratings held out",
                new RatingBiases(known, network.Architecture.ItemCount).Error(asked!), Math.Sqrt(error)),
        };
    }

    // The usual 32 rows are few of a thousand and half of all users of sixty.
    private TrainingOptions Sized(long users, out AutomaticChoice[] chosen)
    {
        chosen = [];
        if (Options.Training is { BatchSize: not null } or { Epochs: null })
            return Options.Training;
        var size = TrainingBudget.BatchSize(users);
        chosen = [new AutomaticChoice(
            "Training.BatchSize", size.ToString(CultureInfo.InvariantCulture), FormattableString.Invariant($"{users} users"))];
        return Options.Training with { BatchSize = size };
    }

    private static void Remember(FitSession fit, RatingsRbmNetwork network, RatingsTable remembered)
    {
        const int batchUsers = 256;
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var everybody = new RatingsBatches(remembered, fit.Device, all: true);
        var parts = new List<Tensor>();
        foreach (var batch in everybody.Epoch(batchUsers, shuffleSeed: null))
        {
            using var owned = batch;
            var (slots, items, levels) = ((RatingsBatch)batch).Known;
            parts.Add(network.HiddenInput(batch.Rows, slots, items, levels).sigmoid_());
        }
        network.Remember(
            cat(parts, 0), Numbers(fit, remembered.Starts), Numbers(fit, remembered.AllItems), Numbers(fit, remembered.AllLevels));
    }

    private static Tensor Numbers<T>(FitSession fit, ReadOnlySpan<T> values)
        where T : struct
    {
        var numbers = new long[values.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = Convert.ToInt64(values[i], CultureInfo.InvariantCulture);
        return tensor(numbers, dtype: ScalarType.Int64).to(fit.Device);
    }

    private static int KeyCount(IDataView data, string name) => checked((int)((KeyDataViewType)data.Schema[name].Type).Count);
}
