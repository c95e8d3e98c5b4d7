using DeepML.CommandLine.Inspection;
using DeepML.CommandLine.Tables;
using Microsoft.ML;

namespace DeepML.CommandLine.Commands;

/// <summary>Writes a page on a model.</summary>
internal static class ReportCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="session">Where it writes to.</param>
    /// <param name="model">Path of the model.</param>
    /// <param name="data">Path of rows that the model has not learned from; null for a page on the training alone.</param>
    /// <param name="output">Path of the page.</param>
    /// <param name="label">The column of right answers; null for the one that the model was trained on.</param>
    /// <param name="title">The page's title; null for the kind of the network.</param>
    /// <param name="separator">Between two cells; null takes what the first line has most of.</param>
    /// <returns>How the process ends.</returns>
    public static int Run(
        Session session, string model, string? data, string output, string? label, string? title, char? separator)
    {
        var ml = session.Context();
        var loaded = ModelFile.Load(ml, model);
        var options = new ReportOptions { Title = title };
        if ((label ?? loaded.Note?.Label) is { } answers)
            options = options with { LabelColumnName = answers };
        IDataView? rows = null;
        if (data is not null)
        {
            var file = CsvFile.Open(data, separator);
            if (label is not null)
                file.IndexOf(label, "label");
            rows = loaded.Rows(ml, file, withCopies: false);
        }
        var report = loaded.Model.Report(rows, options);
        Session.WriteWhole(output, report.Save);
        session.Out.WriteLine($"{string.Join(", ", report.Sections)}: {output}");
        return ExitCodes.Done;
    }
}
