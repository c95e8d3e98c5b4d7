namespace DeepML.Bench;

/// <summary>
/// Ratings by half stars that are made of a mean, of what users and items are like, of three hidden factors and of noise.
/// </summary>
internal static class HalfStars
{
    public const int Users = 300;
    public const int Items = 120;

    /// <summary>Draws about a quarter of all ratings, in random order.</summary>
    public static HalfStar[] Create(int seed)
    {
        var random = new Random(seed);
        var (userBias, itemBias) = (Normals(Users, 0.4), Normals(Items, 0.5));
        var (users, items) = (Normals(Users * 3, 1), Normals(Items * 3, 1));
        var ratings = new List<HalfStar>();
        for (var user = 0; user < Users; user++)
            for (var item = 0; item < Items; item++)
                if (random.NextDouble() < 0.25)
                {
                    var taste = Enumerable.Range(0, 3).Sum(factor => users[(user * 3) + factor] * items[(item * 3) + factor]);
                    var value = 3.2 + userBias[user] + itemBias[item] + (0.5 * taste) + (0.4 * Draws.Normal(random));
                    ratings.Add(new HalfStar
                    {
                        User = $"u{user}",
                        Item = $"i{item}",
                        Stars = (float)Math.Clamp(Math.Round(value * 2) / 2, 0.5, 5)
                    });
                }
        var rows = ratings.ToArray();
        random.Shuffle(rows);
        return rows;

        double[] Normals(int count, double deviation) => [.. Enumerable.Range(0, count).Select(_ => deviation * Draws.Normal(random))];
    }

    /// <summary>The root mean squared error of mean, item and user differences, drawn towards 0 where ratings are few.</summary>
    public static double BiasesError(HalfStar[] train, HalfStar[] test)
    {
        var mean = train.Average(r => r.Stars);
        var items = train.GroupBy(r => r.Item).ToDictionary(g => g.Key, g => g.Sum(r => r.Stars - mean) / (g.Count() + 5));
        var users = train.GroupBy(r => r.User).ToDictionary(g => g.Key, g => g.Sum(r => r.Stars - mean - items[r.Item]) / (g.Count() + 5));
        return Math.Sqrt(
            test.Average(r => Math.Pow(mean + items.GetValueOrDefault(r.Item) + users.GetValueOrDefault(r.User) - r.Stars, 2)));
    }

    internal sealed class HalfStar
    {
        public string User { get; set; } = "";

        public string Item { get; set; } = "";

        public float Stars { get; set; }
    }
}
