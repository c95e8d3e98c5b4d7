using System.Globalization;
using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators;

/// <summary>The rows of an experiment in a closed loop.</summary>
/// <param name="Times">In their unit, rising.</param>
/// <param name="SetPoints">In the unit of the measured value.</param>
/// <param name="Outputs">Of the controller; each holds until the next time.</param>
/// <param name="Measured">Measured values.</param>
/// <param name="OutputAtRest">The controller output before the first row.</param>
internal sealed record LoopRecord(double[] Times, double[] SetPoints, double[] Outputs, double[] Measured, double OutputAtRest)
{
    private const int Fewest = 20;
    private const double FollowsController = 0.95; // of the output's variance, explained by set point minus measured value

    /// <summary>Rows.</summary>
    public int Count => Times.Length;

    /// <summary>Time from the first row to the last.</summary>
    public double Duration => Times[^1] - Times[0];

    /// <summary>Median time from row to row.</summary>
    public double SampleTime => Median([.. Times.Skip(1).Zip(Times, (next, time) => next - time)]);

    /// <summary>
    /// Deviation of the noise, from the changes of the measured value from row to row: robust, and a little large where it moves.
    /// </summary>
    public double Noise => 1.4826 * Median([.. Measured.Skip(1).Zip(Measured, (next, value) => Math.Abs(next - value))]) / Math.Sqrt(2);

    /// <summary>Reads an experiment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are too few rows, a number is missing, or time does not go forward.</exception>
    public static LoopRecord Read(IDataView rows, ProcessModelOptions options)
    {
        Check(rows.Schema, options);
        List<double> times = [], setPoints = [], outputs = [], measured = [];
        var names = new[] { options.TimeColumnName, options.SetPointColumnName, options.OutputColumnName, options.MeasuredColumnName };
        var lists = new[] { times, setPoints, outputs, measured };
        using var cursor = rows.GetRowCursor(names.Distinct().Select(name => rows.Schema[name]));
        var readers = Array.ConvertAll(names, name => Reader(cursor, rows.Schema[name]));
        while (cursor.MoveNext())
        {
            for (var i = 0; i < lists.Length; i++)
            {
                var value = readers[i]();
                if (!double.IsFinite(value))
                    throw new InvalidOperationException(Text(
                        $"Column '{names[i]}' is {value} in row {cursor.Position} (counted from 0). Filter such rows first."));
                lists[i].Add(value);
            }
            if (times.Count > 1 && times[^1] <= times[^2])
                throw new InvalidOperationException(Text(
                    $"Time column '{names[0]}' {(times[^1] < times[^2] ? "goes back from" : "stands still at")} {times[^2]} in row ")
                    + Text($"{cursor.Position} (counted from 0){(times[^1] < times[^2] ? Text($" to {times[^1]}") : "")}. Sort the rows ")
                    + "by time (OrderBy), and leave one row at each time.");
        }
        if (times.Count < Fewest)
            throw new InvalidOperationException($"The experiment has {times.Count} rows; at least {Fewest} are needed.");
        // the noise of the measured value is in the output of a controller: one row would not do
        var before = setPoints.FindIndex(value => value != setPoints[0]);
        return new LoopRecord(
            [.. times], [.. setPoints], [.. outputs], [.. measured], options.OutputAtRest ?? outputs.Take(Math.Max(1, before)).Average());
    }

    /// <summary>What lags and a dead time of gain 1 make of the controller output's distance from rest.</summary>
    public double[] Response(double firstTime, double secondTime, double deadTime)
    {
        var track = new LagTrack(firstTime, secondTime, deadTime, Times[0]);
        var response = new double[Count];
        for (var i = 0; i < response.Length; i++)
        {
            response[i] = track.At(Times[i]);
            track.Put(Times[i], Outputs[i] - OutputAtRest);
        }
        return response;
    }

    /// <summary>The proportional controller that made the output: u = bias + gain (set point - measured value).</summary>
    /// <returns>Null if the output follows no such controller.</returns>
    public (double Gain, double Bias)? Controller()
    {
        var errors = SetPoints.Zip(Measured, (set, value) => set - value).ToArray();
        var (gain, bias, squares) = LeastSquares.Line(errors, Outputs);
        var mean = Outputs.Average();
        return squares <= (1 - FollowsController) * Outputs.Sum(u => (u - mean) * (u - mean)) ? (gain, bias) : null;
    }

    private static void Check(DataViewSchema schema, ProcessModelOptions options)
    {
        var faults = new SchemaFaults();
        Require("time", options.TimeColumnName, "Single, Double, DateTime or DateTimeOffset", type => IsNumber(type) || IsTime(type));
        Require("set point", options.SetPointColumnName, "Single or Double", IsNumber);
        Require("controller output", options.OutputColumnName, "Single or Double", IsNumber);
        Require("measured", options.MeasuredColumnName, "Single or Double", IsNumber);
        faults.ThrowIfAny();

        void Require(string role, string name, string expected, Func<DataViewType, bool> fits)
        {
            if (schema.GetColumnOrNull(name) is not { } column)
                faults.Missing(role, name, schema.Where(c => !c.IsHidden).Select(c => c.Name));
            else if (!fits(column.Type))
                faults.Mismatch(role, name, expected, column.Type.ToString()!,
                    SchemaRemedies.Conversion(name, column.Type.ToString()!, DataKind.Single));
        }
    }

    private static bool IsNumber(DataViewType type) =>
        type.Equals(NumberDataViewType.Single) || type.Equals(NumberDataViewType.Double);

    private static bool IsTime(DataViewType type) => type is DateTimeDataViewType or DateTimeOffsetDataViewType;

    private static Func<double> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type.Equals(NumberDataViewType.Single))
            return Read<float>(value => value);
        if (column.Type.Equals(NumberDataViewType.Double))
            return Read<double>(value => value);
        var first = default(long?); // seconds from the first row on: ticks of centuries would leave few digits
        return column.Type is DateTimeDataViewType
            ? Read<DateTime>(value => Seconds(value.Ticks))
            : Read<DateTimeOffset>(value => Seconds(value.UtcTicks));

        double Seconds(long ticks) => (ticks - (first ??= ticks)) / (double)TimeSpan.TicksPerSecond;

        Func<double> Read<T>(Func<T, double> number)
        {
            var getter = row.GetGetter<T>(column);
            return () =>
            {
                var value = default(T)!;
                getter(ref value);
                return number(value);
            };
        }
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
