using System.Text.Json;
using DeepML.CommandLine.Configuration;
using DeepML.CommandLine.Tables;

namespace DeepML.CommandLine.Training;

/// <summary>What a configuration and the columns of a file come to.</summary>
/// <param name="Task">What is learned.</param>
/// <param name="Trainer">By what.</param>
/// <param name="Options">Its options.</param>
/// <param name="Columns">The columns that take part.</param>
/// <param name="Notes">What was decided without being asked, in sentences.</param>
internal sealed record TrainingPlan(
    string Task, TrainerKind Trainer, object Options, TrainingColumns Columns, IReadOnlyList<string> Notes)
{
    private static readonly JsonElement NoOptions = JsonDocument.Parse("{}").RootElement.Clone();

    /// <summary>Whether the label is what is learned; else it is only kept from being read.</summary>
    public bool PredictsLabel => TaskNames.Supervised.Contains(Task) || Task == TaskNames.Forecast;

    /// <summary>Makes a plan.</summary>
    /// <exception cref="InputException">Something in the configuration is not known, or does not fit the file.</exception>
    public static TrainingPlan Of(TrainConfiguration configuration, CsvFile file, IReadOnlyList<ColumnSurvey> survey)
    {
        var notes = new List<string>();
        foreach (var name in configuration.Types.Keys)
            file.IndexOf(name, "column of types");
        foreach (var name in configuration.Ignore)
            file.IndexOf(name, "column to ignore");
        var label = configuration.Label is { } given ? survey[file.IndexOf(given, "label")] : null;
        var task = TaskOf(configuration, label, notes);
        var trainer = TrainerOf(configuration, task);
        var faults = new ConfigurationFaults();
        var options = new OptionBinder(faults).Bind(configuration.Options ?? NoOptions, trainer.Options, "options", trainer.Reserved);
        faults.ThrowIfAny();
        (string Name, CellKind Kind)[] own = [.. trainer.OwnColumns(options!)];
        foreach (var (name, _) in own)
            file.IndexOf(name, "column of the options");
        var features = trainer.ReadsFeatures ? FeaturesOf(configuration, file, survey, label, own, notes) : [];
        if (!trainer.ReadsFeatures && configuration.Features.Count > 0)
            throw new InputException($"features: {trainer.Name} reads the label and the columns that its options name.");
        var columns = new TrainingColumns(label is null ? null : (label.Name, LabelKind(task, label)), features, own);
        if (label?.Missing > 0 && TaskNames.Supervised.Contains(task))
            notes.Add(FormattableString.Invariant($"{label.Missing} rows without a '{label.Name}' are not learned from"));
        if (trainer.Fault(options!, columns) is { } fault)
            throw new InputException(fault);
        return new TrainingPlan(task, trainer, options!, columns, notes);
    }

    private static string TaskOf(TrainConfiguration configuration, ColumnSurvey? label, List<string> notes)
    {
        if (configuration.Task is { } given)
        {
            var task = TaskNames.All.FirstOrDefault(task => task.Equals(given, StringComparison.OrdinalIgnoreCase))
                ?? throw new InputException($"task: '{given}' is none. {NearestName.Hint(given, [.. TaskNames.All])}");
            return label is not null || !(TaskNames.Supervised.Contains(task) || task == TaskNames.Forecast) ? task
                : throw new InputException($"label: it is missing. For the task '{task}' it names the column that is predicted.");
        }
        if (configuration.Trainer is { } trainer && KindOf(trainer) is { Tasks: [var only] })
            return only;
        if (label is null)
            throw new InputException("label: it is missing. It names the column that is predicted; without one set \"task\" to "
                + $"\"{TaskNames.Anomaly}\" or \"{TaskNames.Codes}\".");
        var (inferred, why) = configuration.Types.GetValueOrDefault(label.Name, label.Kind) switch
        {
            CellKind.Number => (TaskNames.Regression, "holds numbers"),
            CellKind.Boolean => (TaskNames.Binary, "holds true and false"),
            _ => (TaskNames.Multiclass, "holds texts"),
        };
        notes.Add(FormattableString.Invariant(
            $"task: {inferred}, because '{label.Name}' {why} ({label.Distinct} different); \"task\" in the configuration sets another"));
        return inferred;
    }

    private static TrainerKind? KindOf(string name) =>
        TrainerKinds.All.FirstOrDefault(kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static TrainerKind TrainerOf(TrainConfiguration configuration, string task)
    {
        if (configuration.Trainer is not { } name)
            return TrainerKinds.All.First(kind => kind.Tasks.Contains(task));
        var trainer = KindOf(name)
            ?? throw new InputException($"trainer: '{name}' is none. {NearestName.Hint(name, TrainerKinds.For(task))}");
        return trainer.Tasks.Contains(task) ? trainer
            : throw new InputException(
                $"trainer: {trainer.Name} cannot learn '{task}'. Known: {string.Join(", ", TrainerKinds.For(task))}.");
    }

    private static CellKind LabelKind(string task, ColumnSurvey label) => task switch
    {
        TaskNames.Multiclass => CellKind.Text,
        TaskNames.Binary => CellKind.Boolean,
        TaskNames.Regression or TaskNames.Forecast => CellKind.Number,
        _ => label.Kind,
    };

    private static List<(string Name, CellKind Kind)> FeaturesOf(
        TrainConfiguration configuration, CsvFile file, IReadOnlyList<ColumnSurvey> survey, ColumnSurvey? label,
        IReadOnlyList<(string Name, CellKind Kind)> own, List<string> notes)
    {
        var features = new List<(string Name, CellKind Kind)>();
        var chosen = configuration.Features.Count > 0;
        var columns = chosen ? configuration.Features.Select(name => survey[file.IndexOf(name, "feature")]) : survey;
        foreach (var column in columns)
        {
            var kind = configuration.Types.GetValueOrDefault(column.Name, column.Kind);
            if (column == label)
            {
                if (chosen)
                    throw new InputException($"features: '{column.Name}' is the label.");
            }
            else if (own.Any(taken => taken.Name == column.Name) || (!chosen && configuration.Ignore.Contains(column.Name)))
            {
                continue;
            }
            else if (column.IsEmpty)
            {
                notes.Add($"'{column.Name}' is left out: it is empty");
            }
            else if (!chosen && kind == CellKind.Text && column.IsUnique)
            {
                notes.Add($"'{column.Name}' is left out: every row has a text of its own");
            }
            else
            {
                if (kind == CellKind.Text && column.Stray is { } stray && !configuration.Types.ContainsKey(column.Name))
                    notes.Add($"'{column.Name}' is read as text, because line {stray.Line} says '{stray.Cell}'");
                features.Add((column.Name, kind == CellKind.Date ? CellKind.Text : kind));
            }
        }
        return features.Count > 0 ? features
            : throw new InputException($"'{file.Path}' has no column that could be a feature beside the label.");
    }
}
