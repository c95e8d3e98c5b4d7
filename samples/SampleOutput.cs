using System.Globalization;
using Microsoft.ML;
using Spectre.Console;

namespace DeepML.Samples;

/// <summary>Prints results: tables for people, or one "name value" pair a line for scripts.</summary>
internal sealed class SampleOutput
{
    private const int RedirectedWidth = 140;

    /// <param name="plain">Whether scripts read what is printed.</param>
    public SampleOutput(bool plain)
    {
        Plain = plain;
        if (!Console.IsOutputRedirected)
            return;
        AnsiConsole.Profile.Capabilities.Ansi = false; // a file has no colours, and no width either
        AnsiConsole.Profile.Capabilities.Links = false;
        AnsiConsole.Profile.Width = RedirectedWidth;
    }

    public bool Plain { get; }

    /// <summary>A result with the name scripts know it by.</summary>
    public void Value(string name, double value)
    {
        if (Plain)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:G6}"));
    }

    /// <summary>A line for people.</summary>
    public void Say(string markup)
    {
        if (!Plain)
            AnsiConsole.MarkupLine(markup);
    }

    /// <summary>Lines for people that stay as they are, whatever the width of the window.</summary>
    public void Text(string text)
    {
        if (!Plain)
            Console.WriteLine(text);
    }

    /// <summary>A table for people.</summary>
    public void Table(string title, string[] columns, IEnumerable<string[]> rows)
    {
        if (Plain)
            return;
        var table = new Table().Title(title).Border(TableBorder.Rounded);
        foreach (var column in columns)
            table.AddColumn(column == columns[0] ? new TableColumn(column) : new TableColumn(column).RightAligned());
        foreach (var row in rows)
            table.AddRow(row);
        AnsiConsole.Write(table);
    }

    /// <summary>Runs work that reports its epochs, under a progress bar.</summary>
    public TResult Train<TResult>(string what, int epochs, Func<IProgress<EpochProgress>, TResult> work)
    {
        if (Plain)
            return work(new Reporter(_ => { }));
        if (Console.IsOutputRedirected)
            return work(new Reporter(progress => Tell(what, progress)));
        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(what), maxValue: epochs);
                return work(new Reporter(progress =>
                {
                    task.MaxValue = progress.Epochs;
                    task.Value = progress.Epoch;
                    task.Description = Markup.Escape(
                        FormattableString.Invariant($"{what}: loss {progress.TrainingLoss:F4}, {progress.RowsPerSecond:N0} rows/s"));
                }));
            });
    }

    /// <summary>Draws the losses of a training.</summary>
    /// <param name="path">The file, without its extension.</param>
    /// <param name="what">What was trained.</param>
    /// <param name="history">What happened.</param>
    public void Curve(string path, string what, TrainingHistory history) =>
        Say($"Learning curve: {Chart.Save(ReportCharts.LearningCurve(history, $"{what}: loss by epoch"), path)}");

    /// <summary>Writes the report on a model.</summary>
    /// <param name="path">The page.</param>
    /// <param name="model">What was fitted.</param>
    /// <param name="rows">Rows that it has not learned from.</param>
    /// <param name="options">What is shown.</param>
    public void Report(string path, ITransformer model, IDataView rows, ReportOptions options)
    {
        model.Report(path, rows, options);
        Say($"Report: {path}");
    }

    // Where there is no bar: ten lines or so for each training, beside what is printed.
    private static void Tell(string what, EpochProgress progress)
    {
        var every = Math.Max(1, progress.Epochs / 10);
        if (!progress.IsEpochEnd || (progress.Epoch % every != 0 && progress.Epoch != 1 && progress.Epoch != progress.Epochs))
            return;
        var held = progress.ValidationLoss is { } validation ? FormattableString.Invariant($", held out {validation:G4}") : "";
        Console.Error.WriteLine(FormattableString.Invariant(
            $"{what}: epoch {progress.Epoch} of {progress.Epochs}, loss {progress.TrainingLoss:G4}{held}, ") + FormattableString.Invariant(
            $"{progress.RowsPerSecond:N0} rows/s, {progress.Remaining.TotalSeconds:F0} s left"));
    }

    public static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    public static string Number(double value, string format = "G4") => value.ToString(format, CultureInfo.InvariantCulture);

    // Progress<T> would post to another thread and could come late.
    private sealed class Reporter(Action<EpochProgress> report) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value) => report(value);
    }
}
