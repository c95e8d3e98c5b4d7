using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Scores rows one after the other through a cursor, ten million of them or ten minutes long, and tells pace and memory of every
/// hundredth, by rows or by time, as a long training tells them of its epochs.
/// </summary>
internal static class ScoringSoak
{
    private const int AllRows = 10_000_000;
    private const int Parts = 100;
    private const int RowsPerLook = 256;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Scores in this process.</summary>
    /// <param name="family">The family.</param>
    /// <param name="limit">How long at most.</param>
    public static void Run(IScoringSoak family, TimeSpan limit)
    {
        var ml = new MLContext(seed: 1);
        using var model = (IDisposable)family.Fit(ml, family.Rows(ml, null), new TrainingOptions { Epochs = 1 });
        var scored = ((ITransformer)model).Transform(family.Rows(ml, AllRows));
        var column = scored.Schema[family.Column];
        using var cursor = scored.GetRowCursor([column]);
        var read = column.Type is VectorDataViewType ? Reader<VBuffer<float>>(cursor, column) : Reader<float>(cursor, column);
        Watch(cursor, read, limit);
    }

    private static Action Reader<T>(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        var getter = cursor.GetGetter<T>(column);
        var value = default(T)!;
        return () => getter(ref value);
    }

    private static void Watch(DataViewRowCursor cursor, Action read, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        var (began, used) = (clock.Elapsed, Environment.CpuUsage.TotalTime);
        var (rows, peak, looked) = (0, 0.0, TimeSpan.Zero);
        while (clock.Elapsed < limit && cursor.MoveNext())
        {
            read();
            if (++rows % RowsPerLook != 0)
                continue;
            var now = clock.Elapsed;
            if (now - looked >= BetweenLooks)
                (looked, peak) = (now, Math.Max(peak, Resident));
            if (rows < AllRows / Parts && now - began < limit / Parts)
                continue;
            peak = Math.Max(peak, Resident);
            var processor = Environment.CpuUsage.TotalTime;
            var perPart = (processor - used).TotalSeconds / rows * (AllRows / Parts);
            Console.WriteLine(new SoakEpoch(rows / (now - began).TotalSeconds, perPart, Resident, peak).ToLine());
            (began, used, rows, peak) = (now, processor, 0, 0);
        }
    }

    private static double Resident => Environment.WorkingSet / (double)(1 << 20);
}
