using System.Globalization;
using DeepML.Data;
using DeepML.Estimators;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML;

/// <summary>
/// How well faults were warned of, counted by events and not by rows: a fault is a run of rows within it, an alarm a run of warnings. An
/// alarm is right if a fault begins within the horizon behind one of its rows; alarms within a fault are not counted.
/// </summary>
/// <param name="Faults">Every fault.</param>
/// <param name="RightAlarms">Alarms that a fault followed.</param>
/// <param name="FalseAlarms">Alarms that none followed.</param>
public sealed record LeadTimeReport(IReadOnlyList<FaultWarning> Faults, int RightAlarms, int FalseAlarms)
{
    /// <summary>Share of the faults that were warned of; NaN without faults.</summary>
    public double Recall => Faults.Count == 0 ? double.NaN : (double)Faults.Count(fault => fault.Lead is not null) / Faults.Count;

    /// <summary>Share of the alarms that a fault followed; NaN without alarms.</summary>
    public double Precision =>
        RightAlarms + FalseAlarms == 0 ? double.NaN : (double)RightAlarms / (RightAlarms + FalseAlarms);

    /// <summary>Mean of the warning times in rows, of the faults that were warned of; NaN without any.</summary>
    public double MeanLead => Faults.Select(fault => (double?)fault.Lead).Average() ?? double.NaN;

    /// <summary>Judges warnings.</summary>
    /// <param name="rows">Rows in the order of time, those of a machine among others' or not.</param>
    /// <param name="options">Columns and horizon; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public static LeadTimeReport Of(IDataView rows, LeadTimeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new LeadTimeOptions();
        options.Check();
        var faults = new SchemaFaults();
        Require("fault", options.FaultColumnName, BooleanDataViewType.Instance);
        Require("warning", options.WarningColumnName, BooleanDataViewType.Instance);
        if (options.SeriesColumnName is { } series)
            Require("series", series, TextDataViewType.Instance);
        faults.ThrowIfAny();
        var names = options.SeriesColumnName is { } column
            ? rows.GetColumn<ReadOnlyMemory<char>>(rows.Schema[column]).Select(name => name.ToString())
            : Enumerable.Repeat("", int.MaxValue);
        var machines = rows.GetColumn<bool>(rows.Schema[options.FaultColumnName])
            .Zip(rows.GetColumn<bool>(rows.Schema[options.WarningColumnName]), names)
            .GroupBy(row => row.Third)
            .Select(machine => FaultEvents.Judge(
                machine.Key, [.. machine.Select(row => row.First)], [.. machine.Select(row => row.Second)], options)).ToArray();
        return new LeadTimeReport(
            [.. machines.SelectMany(m => m.Faults)], machines.Sum(m => m.RightAlarms), machines.Sum(m => m.FalseAlarms));

        void Require(string role, string name, DataViewType type)
        {
            if (rows.Schema.GetColumnOrNull(name) is not { } found)
                faults.Missing(role, name, rows.Schema.Where(c => !c.IsHidden).Select(c => c.Name));
            else if (!found.Type.Equals(type))
                faults.Mismatch(role, name, type.ToString()!, found.Type.ToString()!);
        }
    }

    /// <summary>A line for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Faults.Count(f => f.Lead is not null)} of {Faults.Count} faults warned of, {MeanLead:F1} rows ahead in the mean; "
            + $"{RightAlarms} right alarms, {FalseAlarms} false");
}
