using System.Globalization;
using System.Reflection;
using DeepML.CommandLine.Configuration;
using DeepML.CommandLine.Inspection;
using DeepML.CommandLine.Tables;
using DeepML.CommandLine.Training;
using Microsoft.ML;

namespace DeepML.CommandLine.Commands;

/// <summary>Trains what a configuration says on the rows of a file, and saves the model.</summary>
internal static class TrainCommand
{
    /// <summary>The version of the tool.</summary>
    public static string Version => typeof(TrainCommand).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Runs it.</summary>
    /// <param name="session">Where it writes to.</param>
    /// <param name="configuration">Path of the configuration.</param>
    /// <param name="data">Path of the rows.</param>
    /// <param name="validation">Path of rows that are measured and never learned from; null for none.</param>
    /// <param name="output">Path of the model.</param>
    /// <param name="cancellation">Ends the training; the best weights so far are saved.</param>
    /// <returns>How the process ends.</returns>
    public static int Run(
        Session session, string configuration, string data, string? validation, string output, CancellationToken cancellation)
    {
        using var together = MpiDistribution.Join();
        var said = together.IsFirst ? session.Out : TextWriter.Null;
        return together.Alike(() =>
        {
            var given = TrainConfiguration.Read(configuration);
            var file = CsvFile.Open(data, given.Separator);
            var plan = TrainingPlan.Of(given, file, file.Survey());
            foreach (var note in plan.Notes)
                said.WriteLine(note);
            var ml = session.Context(given.Seed);
            var rows = Load(ml, file, plan);
            var measured = validation is null ? null : Load(ml, CsvFile.Open(validation, given.Separator), plan);
            said.WriteLine(Described(plan));
            var request = new TrainingRequest(
                ml, plan.Task, plan.Options, plan.Columns, rows, measured, together.Size > 1 ? together : null, cancellation);
            var model = plan.Trainer.Fit(request);
            foreach (var network in Chains.Members(model).OfType<NetworkTransformer>())
                Tell(said, network.TrainingHistory);
            if (together.IsFirst)
            {
                var note = new ModelNote(Version, plan.Task, plan.Trainer.Name, plan.Columns.Label?.Name, given.Text);
                Save(ml, model, rows.Schema, note, output);
            }
            said.WriteLine($"saved: {output}");
            return cancellation.IsCancellationRequested ? ExitCodes.Stopped : ExitCodes.Done;
        });
    }

    private static void Save(MLContext ml, ITransformer model, DataViewSchema rows, ModelNote note, string output) =>
        Session.WriteWhole(output, path =>
        {
            ml.Model.Save(model, rows, path);
            note.AddTo(path);
        });

    private static IDataView Load(MLContext ml, CsvFile file, TrainingPlan plan)
    {
        var places = plan.Columns.All.Select(column => (column.Name, column.Kind, Place: file.IndexOf(column.Name, "column"))).ToArray();
        file.Check(places.ToDictionary(column => column.Place, column => column.Kind));
        var rows = TableLoader.Load(ml, file, places.Select(column => TableLoader.Column(column.Name, column.Place, column.Kind)));
        return plan.Task == TaskNames.Regression ? ml.Data.FilterRowsByMissingValues(rows, plan.Columns.Label!.Value.Name) : rows;
    }

    private static string Described(TrainingPlan plan)
    {
        const int most = 12;
        var features = plan.Columns.Features.Select(feature => $"{feature.Name} ({feature.Kind.ToString().ToLowerInvariant()})").ToArray();
        var shown = string.Join(", ", features.Take(most))
            + (features.Length > most ? string.Create(CultureInfo.InvariantCulture, $" and {features.Length - most} more") : "");
        var label = plan.Columns.Label is { } its && plan.PredictsLabel ? $" of '{its.Name}'" : "";
        return $"{plan.Trainer.Name}: {plan.Task}{label}{(features.Length > 0 ? " from " : "")}{shown}";
    }

    private static void Tell(TextWriter writer, TrainingHistory history)
    {
        foreach (var choice in history.Chosen)
            writer.WriteLine($"chosen: {choice}");
        writer.WriteLine(history);
        if (history.Epochs.FirstOrDefault(epoch => epoch.Epoch == history.KeptEpoch) is { } kept)
            writer.WriteLine($"kept: {kept}");
        if (history.Advice is { } advice)
            writer.WriteLine(advice);
    }
}
