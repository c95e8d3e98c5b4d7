using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>Plans how many rows of how many classes are drawn together.</summary>
internal static class EpisodePlan
{
    private const int MostWays = 20;
    private const int MostShots = 5;

    /// <summary>The episodes of training.</summary>
    /// <param name="options">What the options say.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="turns">Whether turned pictures are classes of their own.</param>
    /// <param name="nameOf">The name of a class.</param>
    /// <param name="chosen">Receives what was chosen.</param>
    /// <exception cref="ArgumentException">More rows or classes are asked for than there are.</exception>
    /// <exception cref="InvalidOperationException">Fewer than two classes have two rows.</exception>
    public static ClassEpisodes Training(
        EpisodeOptions options, InMemoryBatches rows, bool turns, Func<long, string> nameOf, ICollection<AutomaticChoice> chosen)
    {
        var places = ClassEpisodes.PlacesOf(rows);
        if (options.Shots is { } asked && places.Where(c => c.Value.Length <= asked).ToArray() is [var few, ..] all)
            throw new ArgumentException(
                $"Episodes.Shots is {asked}; class '{nameOf(few.Key)}' has {few.Value.Length} training rows"
                + (all.Length > 1 ? $", and {all.Length - 1} other classes have as many as Shots or fewer" : "")
                + ". It must be below the training rows of every class: leave it null, or give more rows.", nameof(options));
        var several = places.Values.Where(rowsOf => rowsOf.Length > 1).ToArray();
        var shots = options.Shots ?? Math.Min(MostShots, several.Select(rowsOf => rowsOf.Length - 1).DefaultIfEmpty(0).Min());
        var classes = several.Length * ClassEpisodes.Copies(turns);
        if (classes < 2)
            throw new InvalidOperationException(
                "Fewer than two classes have two training rows or more: nothing is learned in episodes of these. Give more rows, or set "
                + "Body to null, which takes features as they are.");
        if (options.Ways > classes)
            throw new ArgumentException(
                $"Episodes.Ways is {options.Ways}; it must be in [2, {classes}]: so many classes have two training rows or more"
                + (turns ? ", their turned pictures counted." : "."), nameof(options));
        var ways = options.Ways ?? Math.Min(MostWays, classes);
        if (options.Shots is null)
            chosen.Add(new AutomaticChoice("Episodes.Shots", FormattableString.Invariant($"{shots}"), "the rows of the smallest class"));
        if (options.Ways is null)
            chosen.Add(new AutomaticChoice("Episodes.Ways", FormattableString.Invariant($"{ways}"), $"{classes} classes"));
        return new ClassEpisodes(rows, new EpisodeShape(ways, shots, options.Queries), options.PerEpoch, turns);
    }

    /// <summary>Episodes of the rows held out: like those of training, with fewer rows and classes where there are not as many.</summary>
    /// <param name="shape">Of those of training.</param>
    /// <param name="rows">The rows; null for none.</param>
    /// <param name="episodes">How many.</param>
    /// <param name="turns">Whether turned pictures are classes of their own.</param>
    /// <returns>Null where fewer than two classes have two rows, or rows are streamed.</returns>
    public static ClassEpisodes? HeldOut(EpisodeShape shape, IBatchSource? rows, int episodes, bool turns)
    {
        if (rows is not InMemoryBatches memory)
            return null;
        var fewest = shape.Queries > 0 ? 2 : 1;
        var counts = ClassEpisodes.PlacesOf(memory).Values.Select(places => places.Length).Where(count => count >= fewest).ToArray();
        var classes = counts.Length * ClassEpisodes.Copies(turns);
        return classes < 2 ? null : new ClassEpisodes(
            memory,
            shape with { Ways = Math.Min(shape.Ways, classes), Shots = Math.Min(shape.Shots, counts.Min() - fewest + 1) },
            episodes, turns);
    }
}
