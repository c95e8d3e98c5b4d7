using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RatingsRbm;

[TestClass]
public sealed class RatingsRbmWorkout : EstimatorWorkout<RatingsRbmTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Stars", "User", "Item"];

    protected override IEstimator<RatingsRbmTransformer> CreateEstimator(MLContext ml) => ml.Regression.Trainers.RatingsRbm("Stars", "User", "Item", Small);

    protected override IDataView CreateData(MLContext ml) => Rating.Load(ml, Rating.Create(1));

    internal static RatingsRbmOptions Small { get; } = new() { HiddenSize = 6, Training = new TrainingOptions { Epochs = 3, BatchSize = 16, LearningRate = 0.02 } };
}

[TestClass]
public sealed class RatingsRbmTests
{
    private static RatingsRbmTransformer Fit(IEnumerable<Rating> ratings, RatingsRbmOptions? options = null)
    {
        var ml = new MLContext(seed: 1);
        return ml.Regression.Trainers.RatingsRbm("Stars", "User", "Item", options ?? RatingsRbmWorkout.Small).Fit(Rating.Load(ml, ratings));
    }

    private static RatingsRbmOptions Trained => new() { HiddenSize = 20, Training = new TrainingOptions { Epochs = 60, BatchSize = 16, LearningRate = 0.02, Schedule = new CosineSchedule() } };

    [TestMethod]
    public void Ratings_held_out_are_foretold_better_than_by_item_means()
    {
        var ml = new MLContext(seed: 1);
        var ratings = Rating.Create(1);
        using var model = ml.Regression.Trainers.RatingsRbm("Stars", "User", "Item", Trained)
            .Fit(Rating.Load(ml, ratings[200..]), Rating.Load(ml, ratings[..200]));
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten, model.TrainingHistory.Baseline.ToString());
        var measured = ml.Regression.Evaluate(model.Transform(Rating.Load(ml, ratings[..200])), "Stars").RootMeanSquaredError;
        Assert.AreEqual(measured, model.TrainingHistory.Baseline.NetworkValue, 1e-3, "the score is the one that was measured");
    }

    [TestMethod]
    public void Recommendations_leave_out_what_was_rated_and_come_in_order()
    {
        var ratings = Rating.Create(1);
        using var model = Fit(ratings, Trained);
        var rated = ratings.Where(r => r.User == 6).Select(r => r.Item + 1).ToHashSet();
        var named = model.Recommend(7, Rating.Items);
        Assert.HasCount(Rating.Items - rated.Count, named);
        Assert.IsFalse(named.Any(r => rated.Contains(r.Item)));
        CollectionAssert.AreEqual(named.Select(r => r.Score).OrderDescending().ToArray(), named.Select(r => r.Score).ToArray());
        Assert.IsTrue(named.All(r => r.Score is >= 1 and <= 5));
    }

    [TestMethod]
    public void Recommendations_follow_the_users_taste()
    {
        var ratings = Rating.Create(1);
        using var model = Fit(ratings, Trained);
        var hits = Enumerable.Range(1, Rating.Users).Average(user => model.Recommend((uint)user, 5).Count(r => Rating.Likes(user, (int)r.Item)) / 5.0);
        Assert.IsGreaterThan(0.75, hits, "half of the items are of a liked kind");
    }

    [TestMethod]
    public void A_user_without_ratings_gets_what_most_like_and_no_error()
    {
        var ratings = Rating.Create(1).Where(r => r.User != 2).ToArray();
        using var model = Fit(ratings);
        Assert.HasCount(4, model.Recommend(3, 4));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Recommend(0, 4));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Recommend(Rating.Users + 1, 4));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Recommend(1, 0));
    }

    [TestMethod]
    public void An_item_without_a_key_scores_nothing_and_a_user_without_one_like_a_stranger()
    {
        using var model = Fit(Rating.Create(1).Where(r => r.User != 2));
        var scores = Scores(new Rating { User = 1, Item = uint.MaxValue }, new Rating { User = uint.MaxValue, Item = 2 }, new Rating { User = 2, Item = 2 });
        Assert.IsTrue(float.IsNaN(scores[0]));
        Assert.AreEqual(scores[2], scores[1], 1e-6);

        float[] Scores(params Rating[] rows) => [.. model.Transform(Rating.Load(new MLContext(1), rows)).GetColumn<float>("Score")];
    }

    [TestMethod]
    public void A_rating_that_is_no_star_is_named_with_its_row()
    {
        var ratings = Rating.Create(1);
        ratings[5].Stars = 6;
        var error = Assert.ThrowsExactly<ArgumentException>(() => Fit(ratings));
        StringAssert.Contains(error.Message, "column 'Stars' holds 6 in row 5");
        ratings[5].Stars = 2.5f;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Fit(ratings)).Message, "holds 2.5");
    }

    [TestMethod]
    public void Liked_or_not_scores_probabilities()
    {
        var ml = new MLContext(1);
        var ratings = Rating.Create(1);
        using var model = Fit(ratings, Trained with { Units = RatingUnits.Liked, LikedFrom = 3.5 });
        var scores = model.Transform(Rating.Load(ml, ratings)).GetColumn<float>("Score").ToArray();
        Assert.IsTrue(scores.All(s => s is > 0 and < 1));
        var (liked, others) = (scores.Where((_, i) => ratings[i].Stars >= 4).Average(), scores.Where((_, i) => ratings[i].Stars < 4).Average());
        Assert.IsGreaterThan(others + 0.2, liked);
    }

    [TestMethod]
    public void The_last_of_several_ratings_of_one_item_counts()
    {
        var once = Rating.Create(1);
        var twice = once.Select(r => new Rating { User = r.User, Item = r.Item, Stars = 6 - r.Stars }).Concat(once);
        using var expected = Fit(once);
        using var found = Fit(twice);
        var data = Rating.Load(new MLContext(1), once);
        CollectionAssert.AreEqual(expected.Transform(data).GetColumn<float>("Score").ToArray(), found.Transform(data).GetColumn<float>("Score").ToArray());
    }

    [TestMethod]
    [DataRow(1L << 20)]
    [DataRow(1L)]
    public void Users_and_items_above_two_to_the_24th_keep_their_own_ratings(long budget)
    {
        const int large = 1 << 24; // from here on neighbouring keys are one in float32
        var ml = new MLContext(seed: 1);
        var ratings = Enumerable.Range(0, 4).Select(i => new FarRating { User = (uint)(large + (i / 2)), Item = (uint)(large + (i % 2)), Stars = i + 1 });
        SizedColumn[] columns = [ScalarInput.Class("User", "user"), ScalarInput.Class("Item", "item"), ScalarInput.Number("Stars", "rating")];
        using var rows = new BatchReading(columns, TorchSharp.torch.CPU, budget).Read(ml.Data.LoadFromEnumerable(ratings));
        Assert.AreEqual((double)large + 1, rows.Range(BatchMember.Users).Maximum);
        var table = RatingsReading.Read(rows, large + 2, new RatingsRbmOptions());
        Assert.AreEqual(4, table.Count);
        for (var user = 0; user < 2; user++)
        {
            CollectionAssert.AreEqual(new[] { large, large + 1 }, table.Items(large + user).ToArray());
            CollectionAssert.AreEqual(new byte[] { (byte)(2 * user), (byte)((2 * user) + 1) }, table.Levels(large + user).ToArray());
        }
    }

    [TestMethod]
    public void Options_past_their_limits_are_named_in_one_error()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new MLContext(1).Regression.Trainers.RatingsRbm("Stars", "User", "User"));
        var error = Assert.ThrowsExactly<ArgumentException>(() => new MLContext(1).Regression.Trainers.RatingsRbm("Stars", "User", "Item", new RatingsRbmOptions
        {
            HiddenSize = 0,
            GibbsSteps = 0,
            LikedFrom = double.NaN,
            Training = new TrainingOptions { InputNoise = 1 },
        }));
        foreach (var fault in new[] { "HiddenSize is 0", "GibbsSteps is 0", "LikedFrom is NaN", "null while Units is Stars", "Training.InputNoise is 1" })
            StringAssert.Contains(error.Message, fault);
        new MLContext(1).Regression.Trainers.RatingsRbm("Stars", "User", "Item", new RatingsRbmOptions { HiddenSize = 1, GibbsSteps = 1, Units = RatingUnits.Liked, LikedFrom = 0 });
    }
}

/// <summary>A rating among millions of users and items.</summary>
internal sealed class FarRating
{
    [KeyType(20_000_000)]
    public uint User { get; set; }

    [KeyType(20_000_000)]
    public uint Item { get; set; }

    public float Stars { get; set; }
}

/// <summary>Users of two tastes, items of two kinds.</summary>
internal sealed class Rating
{
    public const int Users = 60;
    public const int Items = 30;

    [KeyType(Users)]
    public uint User { get; set; }

    [KeyType(Items)]
    public uint Item { get; set; }

    public float Stars { get; set; }

    public static bool Likes(int user, int item) => user % 2 == item % 2;

    public static Rating[] Create(int seed)
    {
        var random = new Random(seed);
        var ratings = Enumerable.Range(1, Users).SelectMany(user => Enumerable.Range(1, Items).Where(_ => random.NextDouble() < 0.5).Select(item => new Rating
        {
            User = (uint)user - 1, // in classes keys count from 0
            Item = (uint)item - 1,
            Stars = Likes(user, item) ? random.Next(4, 6) : random.Next(1, 4),
        })).ToArray();
        random.Shuffle(ratings);
        return ratings;
    }

    public static IDataView Load(MLContext ml, IEnumerable<Rating> ratings) => ml.Data.LoadFromEnumerable(ratings.ToArray());
}
