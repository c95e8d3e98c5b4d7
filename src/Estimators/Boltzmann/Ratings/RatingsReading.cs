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
    /// <param name="options">What a rating is.</param>
    public static RatingsTable Read(IBatchSource rows, int userCount, RatingsRbmOptions options)
    {
        var ratings = new List<(int, int, byte)>(checked((int)rows.RowCount));
        var likedFrom = (float)(options.LikedFrom ?? 4);
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var users = batch[BatchMember.Users].ReadAll<long>();
            var items = batch[BatchMember.Items].ReadAll<long>();
            var values = batch.Targets.ReadAll<float>();
            for (var i = 0; i < values.Length; i++)
                ratings.Add(((int)users[i], (int)items[i], options.Units == RatingUnits.Stars ? (byte)(values[i] - 1) : values[i] >= likedFrom ? (byte)1 : (byte)0));
        }
        return RatingsTable.Create(ratings, userCount);
    }

    /// <summary>Refuses ratings that are no stars.</summary>
    /// <exception cref="ArgumentException">A rating is not 1, 2, 3, 4 or 5: column, row and value are named.</exception>
    public static void Check(RatingUnits units, SizedColumn column, params IDataView?[] data)
    {
        if (units != RatingUnits.Stars)
            return;
        foreach (var view in data)
            if (view is not null && ValueFaults.First(view, column, value => value is not (1 or 2 or 3 or 4 or 5)) is { } found)
                throw new ArgumentException(
                    $"Units is Stars, but column '{column.Name}' holds {found}; ratings must be 1, 2, 3, 4 or 5. "
                    + "Round or rescale them, or choose RatingUnits.Liked with LikedFrom.");
    }

    /// <summary>What item means foretell beside what the machine foretells.</summary>
    /// <param name="known">The ratings that make the means.</param>
    /// <param name="measured">The ratings to be foretold.</param>
    /// <param name="architectureItems">Number of items.</param>
    /// <param name="networkSquaredError">Mean squared error of the machine on the same ratings.</param>
    /// <param name="where">Which ratings these are.</param>
    public static Baseline ItemMeans(RatingsTable known, RatingsTable measured, int architectureItems, double networkSquaredError, string where)
    {
        var (sums, counts) = (new double[architectureItems], new int[architectureItems]);
        for (var i = 0; i < known.Count; i++)
        {
            sums[known.AllItems[i]] += known.AllLevels[i];
            counts[known.AllItems[i]]++;
        }
        var all = sums.Sum() / Math.Max(1, counts.Sum());
        var error = 0.0;
        for (var i = 0; i < measured.Count; i++)
        {
            var item = measured.AllItems[i];
            error += Math.Pow((counts[item] > 0 ? sums[item] / counts[item] : all) - measured.AllLevels[i], 2);
        }
        return new Baseline("the mean of each item", $"root mean squared error on {where}", Math.Sqrt(error / measured.Count), Math.Sqrt(networkSquaredError));
    }
}
