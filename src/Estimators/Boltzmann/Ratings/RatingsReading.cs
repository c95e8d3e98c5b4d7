using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Turns rows of user, item and rating into a table.</summary>
internal static class RatingsReading
{
    private const int BatchRows = 65536;

    /// <summary>Reads the table.</summary>
    /// <param name="rows">Users, items and, as targets, ratings.</param>
    /// <param name="userCount">Number of users.</param>
    /// <param name="level">The level of a rating, from 0.</param>
    public static RatingsTable Read(IBatchSource rows, int userCount, Func<float, byte> level)
    {
        var ratings = new List<(int, int, byte)>(checked((int)rows.RowCount));
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var users = batch[BatchMember.Users].ReadAll<long>();
            var items = batch[BatchMember.Items].ReadAll<long>();
            var values = batch.Targets.ReadAll<float>();
            for (var i = 0; i < values.Length; i++)
                ratings.Add(((int)users[i], (int)items[i], level(values[i])));
        }
        return RatingsTable.Create(ratings, userCount);
    }

    /// <summary>The scale that ratings lie on: the one that is given, else the coarsest that holds them all.</summary>
    /// <param name="given">The scale they must lie on; null finds it.</param>
    /// <param name="column">The ratings.</param>
    /// <param name="data">Where to look.</param>
    /// <exception cref="ArgumentException">A rating is not on the scale, or there is none: column and value are named.</exception>
    public static RatingScale Scale(RatingScale? given, SizedColumn column, params IDataView?[] data)
    {
        var found = new SortedSet<float>();
        foreach (var view in data.OfType<IDataView>())
            if (ValueFaults.First(view, column, value => given is null ? !Take(value) : !given.Holds(value)) is { } fault)
                throw new ArgumentException($"Column '{column.Name}' holds {fault}. "
                    + (given is null
                        ? $"Ratings must lie on an even scale of at most {RatingScale.MostSteps} steps, for example 0.5, 1, …, 5: round "
                            + "them, or choose RatingUnits.Liked with LikedFrom."
                        : $"The scale is {given}: round or rescale the ratings, or set Scale to one that holds them."));
        if (found.Count == 0)
            return given ?? RatingScale.Stars; // there are no rows: reading says so
        return RatingScale.Of(found) ?? throw new ArgumentException(
            $"Column '{column.Name}' holds {found.Count} different ratings, {FormattableString.Invariant($"{found.Min} to {found.Max}")}, "
                + "that lie on no even scale of at most "
            + $"{RatingScale.MostSteps} steps. Round them, or choose RatingUnits.Liked with LikedFrom.");

        bool Take(float value)
        {
            if (float.IsFinite(value))
                found.Add(value);
            return float.IsFinite(value) && found.Count <= RatingScale.MostSteps + 1;
        }
    }
}
