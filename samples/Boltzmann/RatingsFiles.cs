using System.Globalization;

namespace DeepML.Samples;

/// <summary>Reads ratings in MovieLens's formats, or makes some up.</summary>
internal static class RatingsFiles
{
    private static readonly string[] Genres = ["space opera", "courtroom drama", "slapstick", "nature film", "heist"];

    /// <summary>
    /// Reads a folder with ratings.dat (user::item::rating::time) or ratings.csv, and titles from movies.dat or movies.csv if there.
    /// </summary>
    /// <exception cref="FileNotFoundException">The folder holds no ratings.</exception>
    public static (Rating[] Ratings, IReadOnlyDictionary<int, string> Titles) Read(string folder)
    {
        var file = Find(folder, "ratings.dat", "ratings.csv")
            ?? throw new FileNotFoundException($"There is neither ratings.dat nor ratings.csv in '{folder}'.");
        var ratings = Lines(file).Select(cells => new Rating
        {
            User = int.Parse(cells[0], CultureInfo.InvariantCulture),
            Item = int.Parse(cells[1], CultureInfo.InvariantCulture),
            // half stars are rounded up
            Stars = Math.Max(1, MathF.Round(float.Parse(cells[2], CultureInfo.InvariantCulture), MidpointRounding.AwayFromZero)),
        }).ToArray();
        var titles = Find(folder, "movies.dat", "movies.csv") is { } movies
            ? Lines(movies).ToDictionary(cells => int.Parse(cells[0], CultureInfo.InvariantCulture), cells => cells[1])
            : [];
        return (ratings, titles);
    }

    /// <summary>400 users and 200 items of five genres; each user likes two of them and rates a tenth of the items.</summary>
    public static (Rating[] Ratings, IReadOnlyDictionary<int, string> Titles) Invent(int seed)
    {
        var random = new Random(seed);
        var genres = Enumerable.Range(0, 200).Select(_ => random.Next(Genres.Length)).ToArray();
        var ratings = new List<Rating>();
        for (var user = 1; user <= 400; user++)
        {
            var liked = Enumerable.Range(0, Genres.Length).OrderBy(_ => random.Next()).Take(2).ToArray();
            foreach (var item in Enumerable.Range(0, genres.Length).Where(_ => random.NextDouble() < 0.1))
            {
                var stars = random.NextDouble() < 0.1
                    ? random.Next(1, 6)
                    : liked.Contains(genres[item]) ? random.Next(4, 6) : random.Next(1, 4);
                ratings.Add(new Rating { User = user, Item = item, Stars = stars });
            }
        }
        return ([.. ratings], genres.Select((genre, item) => (genre, item))
            .ToDictionary(x => x.item, x => $"{Genres[x.genre]} no. {x.item}"));
    }

    private static string? Find(string folder, params string[] names) =>
        names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static IEnumerable<string[]> Lines(string file) => file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
        ? File.ReadLines(file).Skip(1).Where(HasText).Select(Cells)
        : File.ReadLines(file, System.Text.Encoding.Latin1).Where(HasText).Select(line => line.Split("::"));

    // Files that were edited by hand often end in an empty line.
    private static bool HasText(string line) => !string.IsNullOrWhiteSpace(line);

    // A title with a comma stands between quotes.
    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"')
                quoted = !quoted;
            if (i < line.Length && (quoted || line[i] != ','))
                continue;
            var cell = line[start..i];
            cells.Add(cell.Length > 1 && cell[0] == '"' && cell[^1] == '"' ? cell[1..^1].Replace("\"\"", "\"") : cell);
            start = i + 1;
        }
        return [.. cells];
    }

    internal sealed class Rating
    {
        public int User { get; set; }

        public int Item { get; set; }

        public float Stars { get; set; }
    }
}
