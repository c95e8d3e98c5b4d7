namespace DeepML.Estimators;

/// <summary>Runs of rows as events: faults, and alarms before them.</summary>
internal static class FaultEvents
{
    /// <summary>Judges the warnings of a machine.</summary>
    /// <param name="series">The machine.</param>
    /// <param name="isFault">Per row, in the order of time: whether it lies within a fault.</param>
    /// <param name="isWarned">Per row: whether there is a warning.</param>
    /// <param name="options">Horizon, and what makes an alarm.</param>
    public static LeadTimeReport Judge(string series, bool[] isFault, bool[] isWarned, LeadTimeOptions options)
    {
        var alarms = Runs([.. isWarned.Zip(isFault, (warned, fault) => warned && !fault)])
            .Where(run => run.End - run.Start >= options.MinimumRun)
            .Select(run => (Start: run.Start + options.MinimumRun - 1, run.End)).ToArray(); // it sounds with the last warning needed
        var faults = Runs(isFault).Select(run => run.Start).ToArray();
        var right = alarms.Count(alarm => faults.Any(fault => fault >= alarm.Start && fault - (alarm.End - 1) <= options.Horizon));
        return new LeadTimeReport([.. faults.Select(fault => new FaultWarning(series, fault, Lead(fault)))], right, alarms.Length - right);

        int? Lead(int fault)
        {
            var within = alarms.Where(alarm => alarm.Start < fault && fault - (alarm.End - 1) <= options.Horizon).ToArray();
            return within.Length == 0 ? null : Math.Min(options.Horizon, fault - within[0].Start);
        }
    }

    private static IEnumerable<(int Start, int End)> Runs(bool[] rows)
    {
        for (var i = 0; i < rows.Length;)
        {
            var start = i;
            while (i < rows.Length && rows[i])
                i++;
            if (i > start)
                yield return (start, i);
            else
                i++;
        }
    }
}
