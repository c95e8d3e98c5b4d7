using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RatingsRbm;

[TestClass]
public sealed class RatingsRbmWorkout : EstimatorWorkout<RatingsRbmTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Stars", "User", "Item"];

    protected override IEstimator<RatingsRbmTransformer> CreateEstimator(MLContext ml) =>
        ml.Regression.Trainers.RatingsRbm("Stars", "User", "Item", Small);

    protected override IDataView CreateData(MLContext ml) => Rating.Load(ml, Rating.Create(1));

    internal static RatingsRbmOptions Small { get; } = new()
    {
        HiddenSize = 6,
        Training = new TrainingOptions { Epochs = 3, BatchSize = 16, LearningRate = 0.02 }
    };
}

[TestClass]
public sealed class RatingsRbmTests
{
    private static RatingsRbmTransformer Fit(IEnumerable<Rating> ratings, RatingsRbmOptions? options = null)
    {
        var ml = new MLContext(seed: 1);
        return ml.Regression.Trainers.RatingsRbm("Stars", "User", "Item", options ?? RatingsRbmWorkout.Small).Fit(Rating.Load(ml, ratings));
    }

    private static RatingsRbmOptions Trained => new()
    {
        HiddenSize = 20,
        Training = new TrainingOptions { Epochs = 60, BatchSize = 16, LearningRate = 0.02, Schedule = new CosineSchedule() }
    };

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
        var hits = Enumerable.Range(1, Rating.Users)
            .Average(user => model.Recommend((uint)user, 5).Count(r => Rating.Likes(user, (int)r.Item)) / 5.0);
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
    public void Where_user_or_item_have_no_key_the_score_is_a_mean()
    {
        var ratings = Rating.Create(1)
            .Where(r => r.User != 2).Select(r => new Rating { User = r.User, Item = r.Item, Stars = r.User == 1 ? 5 : r.Stars }).ToArray();
        using var model = Fit(ratings);
        var scores = Scores(
            new Rating { User = uint.MaxValue, Item = uint.MaxValue }, new Rating { User = uint.MaxValue, Item = 2 },
            new Rating { User = 2, Item = 2 },
            new Rating { User = 1, Item = uint.MaxValue });
        Assert.AreEqual(ratings.Average(r => r.Stars), scores[0], 0.02, "the mean of all ratings");
        Assert.AreEqual(ratings.Where(r => r.Item == 2).Average(r => r.Stars), scores[1], 0.3, "the item's mean");
        Assert.AreEqual(scores[2], scores[1], 1e-6, "a user without ratings is a stranger too");
        Assert.IsGreaterThan(scores[0] + 0.3f, scores[3], "a user who gives 5 to everything");

        float[] Scores(params Rating[] rows) => [.. model.Transform(Rating.Load(new MLContext(1), rows)).GetColumn<float>("Score")];
    }

    [TestMethod]
    public void A_rating_off_the_scale_is_named_with_its_row()
    {
        var ratings = Rating.Create(1);
        ratings[5].Stars = 6;
        var stars = RatingsRbmWorkout.Small with { Scale = RatingScale.Stars };
        var error = Assert.ThrowsExactly<ArgumentException>(() => Fit(ratings, stars));
        StringAssert.Contains(error.Message, "Column 'Stars' holds 6 in row 5");
        StringAssert.Contains(error.Message, "The scale is from 1 to 5 by 1");
        ratings[5].Stars = 2.5f;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Fit(ratings, stars)).Message, "holds 2.5");
        ratings[5].Stars = 2.0123f;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Fit(ratings)).Message, "on no even scale of at most 100 steps");
        for (var i = 0; i < ratings.Length; i++)
            ratings[i].Stars = i;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Fit(ratings)).Message, "holds 101 in row 101");
    }

    [TestMethod]
    [DataRow(0.5, 0.5, 10)]
    [DataRow(-1, 0.1, 21)]
    [DataRow(0, 25, 5)]
    public void Any_even_scale_is_found_and_scores_lie_on_it(double lowest, double step, int levels)
    {
        var ratings = Rating.Create(1);
        foreach (var rating in ratings)
            rating.Stars = (float)(lowest + (step * Math.Round((rating.Stars - 1) / 4 * (levels - 1))));
        ratings[0].Stars = (float)(lowest + step);
        using var model = Fit(ratings);
        var scores = model.Transform(Rating.Load(new MLContext(1), ratings)).GetColumn<float>("Score").ToArray();
        var highest = lowest + (step * (levels - 1));
        Assert.IsTrue(scores.All(score => score >= lowest && score <= highest));
        var chosen = model.TrainingHistory.Chosen.Single(choice => choice.Option == "Scale").Value;
        Assert.AreEqual(FormattableString.Invariant($"from {lowest} to {highest} by {step}"), chosen);
    }

    [TestMethod]
    public void Ratings_of_biases_factors_and_noise_are_foretold_better_than_by_biases()
    {
        var ml = new MLContext(seed: 1);
        var ratings = Rating.CreateOfFactors(1);
        var (train, test) = (ratings[(ratings.Length / 5)..], ratings[..(ratings.Length / 5)]);
        using var model = ml.Regression.Trainers.RatingsRbm("Stars", "User", "Item", new RatingsRbmOptions { HiddenSize = 30 })
            .Fit(Rating.Load(ml, train));
        var machine = ml.Regression.Evaluate(model.Transform(Rating.Load(ml, test)), "Stars").RootMeanSquaredError;
        var biases = Rating.BiasesError(train, test);
        Assert.IsLessThan(0.9 * biases, machine);
        var baseline = model.TrainingHistory.Baseline!;
        StringAssert.Contains(baseline.Measure, "held out");
        Assert.AreEqual(biases, baseline.Value / 2, 0.15 * biases, "levels are half a star: means on ratings that are not learned from");
    }

    [TestMethod]
    public void Names_behind_keys_are_taken_and_given_also_after_reloading()
    {
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.LoadFromEnumerable(
            Rating.Create(1).Select(r => new { User = $"user {r.User}", Item = (int)r.Item, r.Stars }).ToArray());
        var keys = ml.Transforms.Conversion.MapValueToKey("User")
            .Append(ml.Transforms.Conversion.MapValueToKey("Item")).Fit(rows).Transform(rows);
        using var model = ml.Regression.Trainers.RatingsRbm("Stars", "User", "Item", RatingsRbmWorkout.Small).Fit(keys);
        var rated = Rating.Create(1).Where(r => r.User == 3).Select(r => r.Item.ToString()).ToHashSet();
        var named = model.Recommend("user 3", Rating.Items);
        Assert.HasCount(Rating.Items - rated.Count, named);
        Assert.IsFalse(named.Any(item => rated.Contains(item.Name!)));
        using var file = new MemoryStream();
        ml.Model.Save(model, null, file);
        file.Position = 0;
        using var reloaded = (RatingsRbmTransformer)ml.Model.Load(file, out _);
        CollectionAssert.AreEqual(named.ToArray(), reloaded.Recommend("user 3", Rating.Items).ToArray());
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => model.Recommend("user 99", 1)).Message, "no user 'user 99'");
        using var nameless = Fit(Rating.Create(1));
        Assert.IsNull(nameless.Recommend(1, 1)[0].Name);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => nameless.Recommend("user 3", 1)).Message, "MapValueToKey");
    }

    [TestMethod]
    public void Ratings_that_a_fit_holds_out_are_remembered_and_not_recommended()
    {
        var ratings = Rating.Create(1);
        using var model = Fit(
            ratings, RatingsRbmWorkout.Small with { Training = RatingsRbmWorkout.Small.Training with { ValidationFraction = 0.3 } });
        var rated = ratings.Where(r => r.User == 6).Select(r => r.Item + 1).ToHashSet();
        Assert.IsFalse(model.Recommend(7, Rating.Items).Any(r => rated.Contains(r.Item)));
        Assert.IsNotNull(model.TrainingHistory.Baseline);
        using var unmeasured = Fit(ratings);
        Assert.IsNull(unmeasured.TrainingHistory.Baseline, "nothing is held out that a baseline could be measured on");
    }

    [TestMethod]
    public void Epochs_may_be_left_to_the_fit()
    {
        using var model = Fit(
            Rating.Create(1), RatingsRbmWorkout.Small with { Training = new TrainingOptions { TimeLimit = TimeSpan.FromSeconds(20) } });
        Assert.IsTrue(model.TrainingHistory.Chosen.Any(choice => choice.Option == "Training.Epochs"));
    }

    [TestMethod]
    public void Liked_or_not_scores_probabilities()
    {
        var ml = new MLContext(1);
        var ratings = Rating.Create(1);
        using var model = Fit(ratings, Trained with { VisibleUnits = RatingUnits.Liked, LikedFrom = 3.5 });
        var scores = model.Transform(Rating.Load(ml, ratings)).GetColumn<float>("Score").ToArray();
        Assert.IsTrue(scores.All(s => s is > 0 and < 1));
        var (liked, others) =
            (scores.Where((_, i) => ratings[i].Stars >= 4).Average(), scores.Where((_, i) => ratings[i].Stars < 4).Average());
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
        CollectionAssert.AreEqual(
            expected.Transform(data).GetColumn<float>("Score").ToArray(), found.Transform(data).GetColumn<float>("Score").ToArray());
    }

    [TestMethod]
    [DataRow(1L << 20)]
    [DataRow(1L)]
    public void Users_and_items_above_two_to_the_24th_keep_their_own_ratings(long budget)
    {
        const int large = 1 << 24; // from here on neighbouring keys are one in float32
        var ml = new MLContext(seed: 1);
        var ratings = Enumerable.Range(0, 4)
            .Select(i => new FarRating { User = (uint)(large + (i / 2)), Item = (uint)(large + (i % 2)), Stars = i + 1 });
        SizedColumn[] columns = [
            ScalarInput.Class("User", "user"), ScalarInput.Class("Item", "item"), ScalarInput.Number("Stars", "rating")];
        using var rows = new BatchReading(columns, TorchSharp.torch.CPU, budget).Read(ml.Data.LoadFromEnumerable(ratings));
        Assert.AreEqual((double)large + 1, rows.Range(BatchMember.Users).Maximum);
        var table = RatingsReading.Read(rows, large + 2, RatingScale.Stars.Level);
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
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => new MLContext(1).Regression.Trainers.RatingsRbm("Stars", "User", "Item", new RatingsRbmOptions
            {
                HiddenSize = 0,
                GibbsSteps = 0,
                LikedFrom = double.NaN,
                Scale = new RatingScale(1, 5, 0.03),
                Training = new TrainingOptions { InputNoise = 1 },
            }));
        foreach (var fault in new[] { "HiddenSize is 0", "GibbsSteps is 0", "LikedFrom is NaN", "null while VisibleUnits is Stars",
            "Scale.Step is 0.03", "Training.InputNoise is 1" })
            StringAssert.Contains(error.Message, fault);
        new MLContext(1).Regression.Trainers.RatingsRbm("Stars", "User", "Item",
            new RatingsRbmOptions { HiddenSize = 1, GibbsSteps = 1, VisibleUnits = RatingUnits.Liked, LikedFrom = 0 });
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
        var ratings = Enumerable.Range(1, Users)
            .SelectMany(user => Enumerable.Range(1, Items).Where(_ => random.NextDouble() < 0.5).Select(item => new Rating
            {
                User = (uint)user - 1, // in classes keys count from 0
                Item = (uint)item - 1,
                Stars = Likes(user, item) ? random.Next(4, 6) : random.Next(1, 4),
            })).ToArray();
        random.Shuffle(ratings);
        return ratings;
    }

    /// <summary>Half stars of a mean, of what users and items are like, three factors and noise.</summary>
    public static Rating[] CreateOfFactors(int seed)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => new[] { Normal(), Normal(), Normal(), Normal() })];
        var (users, items) = (Rows(Users), Rows(Items));
        var ratings = Enumerable.Range(0, Users)
            .SelectMany(user => Enumerable.Range(0, Items).Where(_ => random.NextDouble() < 0.7).Select(item => new Rating
            {
                User = (uint)user,
                Item = (uint)item,
                Stars = (float)Math.Clamp(Math.Round(2 * (3 + (0.4 * users[user][3]) + (0.4 * items[item][3]) + (0.3 * Normal())
                + (0.5 * Enumerable.Range(0, 3).Sum(i => users[user][i] * items[item][i])))) / 2, 0.5, 5),
            })).ToArray();
        random.Shuffle(ratings);
        return ratings;
    }

    /// <summary>The root mean squared error of mean, item and user differences, drawn towards 0 where ratings are few.</summary>
    public static double BiasesError(Rating[] train, Rating[] test)
    {
        var mean = train.Average(r => r.Stars);
        var items = train.GroupBy(r => r.Item).ToDictionary(g => g.Key, g => g.Sum(r => r.Stars - mean) / (g.Count() + 5));
        var users = train.GroupBy(r => r.User).ToDictionary(g => g.Key, g => g.Sum(r => r.Stars - mean - items[r.Item]) / (g.Count() + 5));
        return Math.Sqrt(test.Average(r => Math.Pow(mean + items[r.Item] + users[r.User] - r.Stars, 2)));
    }

    public static IDataView Load(MLContext ml, IEnumerable<Rating> ratings) => ml.Data.LoadFromEnumerable(ratings.ToArray());
}
