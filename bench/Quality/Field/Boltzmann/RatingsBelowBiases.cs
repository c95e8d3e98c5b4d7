using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Half stars of biases, factors and noise: held-out ratings are foretold better than by the means of users and items.</summary>
internal sealed class RatingsBelowBiases : IFieldCheck
{
    public int Number => 24;

    public string Fault => "ratings overfit, and flatter themselves by a baseline on ratings that were learned from";

    public bool Holds() => Enumerable.Range(1, 3).All(Holds);

    private static bool Holds(int seed)
    {
        var ml = new MLContext(seed);
        var ratings = HalfStars.Create(seed);
        var keys = ml.Transforms.Conversion.MapValueToKey("UserKey", "User")
            .Append(ml.Transforms.Conversion.MapValueToKey("ItemKey", "Item"))
            .Fit(ml.Data.LoadFromEnumerable(ratings));
        var (train, test) = (ratings[(ratings.Length / 5)..], ratings[..(ratings.Length / 5)]);
        using var model = ml.Regression.Trainers.RatingsRbm("Stars", "UserKey", "ItemKey")
            .Fit(keys.Transform(ml.Data.LoadFromEnumerable(train)));
        var machine = ml.Regression.Evaluate(
            model.Transform(keys.Transform(ml.Data.LoadFromEnumerable(test))), "Stars").RootMeanSquaredError;
        var biases = HalfStars.BiasesError(train, test);
        var stranger = new[] { new HalfStars.HalfStar { User = "nobody", Item = "nothing", Stars = 0 } };
        var mean = ml.Regression.Evaluate(model.Transform(keys.Transform(ml.Data.LoadFromEnumerable(stranger))), "Stars").MeanAbsoluteError;
        return machine < biases
            && model.TrainingHistory.Baseline is { IsBeaten: true } && Math.Abs(mean - train.Average(r => r.Stars)) < 0.05;
    }
}
