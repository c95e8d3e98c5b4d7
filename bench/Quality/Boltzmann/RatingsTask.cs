using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>400 users, 200 items of five hidden genres, a tenth rated: how well are ratings foretold that were held out?</summary>
internal sealed class RatingsTask : IQualityTask
{
    private const int Users = 400;
    private const int Items = 200;
    private const int Genres = 5;

    public string Name => "ratings";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var (machines, means) = (new List<double>(), new List<double>());
        for (var seed = 1; seed <= 5; seed++)
        {
            var ml = new MLContext(seed);
            var ratings = Create(new Random(seed));
            var held = ratings.Length / 5;
            var (train, test) = (ratings[held..], ratings[..held]);
            using var model = ml.Regression.Trainers.RatingsRbm("Stars", "User", "Item").Fit(ml.Data.LoadFromEnumerable(train));
            machines.Add(ml.Regression.Evaluate(model.Transform(ml.Data.LoadFromEnumerable(test)), "Stars").RootMeanSquaredError);
            var byItem = train.GroupBy(r => r.Item).ToDictionary(g => g.Key, g => g.Average(r => r.Stars));
            var all = train.Average(r => r.Stars);
            means.Add(Math.Sqrt(test.Average(r => Math.Pow(byItem.GetValueOrDefault(r.Item, all) - r.Stars, 2))));
        }
        yield return ("ratings.rmse.gain", means.Average() - machines.Average());
        yield return ("ratings.rmse", machines.Average());
        yield return ("ratings.rmse (item means)", means.Average());
    }

    // Each user likes two genres: liked ones get 4 or 5, others 1 to 3; a tenth of the ratings is anything.
    public static Rating[] Create(Random random)
    {
        var genres = Enumerable.Range(0, Items).Select(_ => random.Next(Genres)).ToArray();
        var ratings = new List<Rating>();
        for (var user = 0; user < Users; user++)
        {
            var liked = Enumerable.Range(0, Genres).OrderBy(_ => random.Next()).Take(2).ToHashSet();
            for (var item = 0; item < Items; item++)
            {
                if (random.NextDouble() >= 0.1)
                    continue;
                var stars = random.NextDouble() < 0.1
                    ? random.Next(1, 6)
                    : liked.Contains(genres[item]) ? random.Next(4, 6) : random.Next(1, 4);
                ratings.Add(new Rating { User = (uint)user, Item = (uint)item, Stars = stars });
            }
        }
        var rows = ratings.ToArray();
        random.Shuffle(rows);
        return rows;
    }

    internal sealed class Rating
    {
        [KeyType(Users)]
        public uint User { get; set; }

        [KeyType(Items)]
        public uint Item { get; set; }

        public float Stars { get; set; }
    }
}
