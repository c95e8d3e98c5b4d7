using Microsoft.ML;

namespace DeepML.Samples;

/// <summary>
/// Recommendations from ratings: of a MovieLens folder if its path is given, else of a made-up table of users who each like two of five
/// hidden genres.
/// </summary>
internal static class Recommend
{
    public static int Run(SampleOutput output, string[] arguments)
    {
        var (ratings, titles) = arguments.Length > 0 ? RatingsFiles.Read(arguments[0]) : RatingsFiles.Invent(seed: 1);
        var random = new Random(1);
        random.Shuffle(ratings);
        var held = ratings.Length / 5;
        var ml = new MLContext(seed: 1);
        var keys = ml.Transforms.Conversion.MapValueToKey("UserKey", "User")
            .Append(ml.Transforms.Conversion.MapValueToKey("ItemKey", "Item"))
            .Fit(ml.Data.LoadFromEnumerable(ratings));
        var train = keys.Transform(ml.Data.LoadFromEnumerable(ratings[held..]));
        var test = keys.Transform(ml.Data.LoadFromEnumerable(ratings[..held]));
        output.Say($"[bold]{ratings.Length:N0} ratings[/], a fifth held out");

        var options = new RatingsRbmOptions();
        using var model = output.Train("Ratings RBM", options.Training.Epochs!.Value, progress => ml.Regression.Trainers
            .RatingsRbm("Stars", "UserKey", "ItemKey", options with { Training = options.Training with { Progress = progress } })
            .Fit(train));
        var error = ml.Regression.Evaluate(model.Transform(test), "Stars").RootMeanSquaredError;
        var means = ItemMeans(ratings[held..], ratings[..held]);
        output.Table("Root mean squared error on ratings held out", ["method", "stars"],
        [
            ["the mean of each item", SampleOutput.Number(means)],
            ["[bold]restricted Boltzmann machine[/]", $"[bold]{SampleOutput.Number(error)}[/]"],
        ]);
        output.Value("recommend.rmse", error);
        output.Value("recommend.rmse.means", means);
        Print(output, model, ratings, ratings[held..], titles);
        return 0;
    }

    // What was held out is unknown to the model, which may name it: only what it has learned from stands beside its answers.
    private static void Print(
        SampleOutput output, RatingsRbmTransformer model, RatingsFiles.Rating[] ratings, RatingsFiles.Rating[] learned,
        IReadOnlyDictionary<int, string> titles)
    {
        // MapValueToKey numbers values in the order in which they come.
        var (users, items) = (ratings.Select(r => r.User).Distinct().ToArray(), ratings.Select(r => r.Item).Distinct().ToArray());
        for (var key = 1u; key <= Math.Min(3, model.UserCount); key++)
        {
            var user = users[key - 1];
            var liked = learned.Where(r => r.User == user).OrderByDescending(r => r.Stars).Take(5).Select(r => Title(r.Item));
            var named = model.Recommend(key, 5);
            output.Say($"User {user} liked [italic]{Spectre.Console.Markup.Escape(string.Join(", ", liked))}[/]");
            foreach (var recommendation in named)
                output.Say(
                    $"   {SampleOutput.Number(recommendation.Score, "F2")}  "
                        + $"{Spectre.Console.Markup.Escape(Title(items[recommendation.Item - 1]))}");
            if (named.Count > 0) // else the user has rated everything
                output.Value($"recommend.user{user}.best", named[0].Score);
        }

        string Title(int item) => titles.GetValueOrDefault(item, $"item {item}");
    }

    private static double ItemMeans(RatingsFiles.Rating[] train, RatingsFiles.Rating[] test)
    {
        var all = train.Average(r => r.Stars);
        var means = train.GroupBy(r => r.Item).ToDictionary(g => g.Key, g => g.Average(r => r.Stars));
        return Math.Sqrt(test.Average(r => Math.Pow(means.GetValueOrDefault(r.Item, all) - r.Stars, 2)));
    }
}
