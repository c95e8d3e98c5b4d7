using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Half stars are taken as they are, and users and items are spoken of by their names.</summary>
internal sealed class RatingsByName : IFieldCheck
{
    public int Number => 12;

    public string Fault => "half-star ratings are refused, and recommendations know keys only";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.LoadFromEnumerable(HalfStars.Create(1));
        var keys = ml.Transforms.Conversion.MapValueToKey("UserKey", "User")
            .Append(ml.Transforms.Conversion.MapValueToKey("ItemKey", "Item")).Fit(rows).Transform(rows);
        var options = new RatingsRbmOptions();
        using var model = ml.Regression.Trainers.RatingsRbm(
            "Stars", "UserKey", "ItemKey", options with { Training = options.Training with { Epochs = 3 } }).Fit(keys);
        var named = model.Recommend("u7", 5);
        return named.Count == 5 && named.All(item => item.Name is ['i', ..] && item.Score is >= 0.5f and <= 5);
    }
}
