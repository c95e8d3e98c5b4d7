using System.Xml.Linq;
using Microsoft.ML;

namespace DeepML.Interactive.Tests;

/// <summary>The course of a training below the cell that trains.</summary>
[TestClass]
public sealed class ProgressTests
{
    [TestMethod]
    public void One_display_is_updated_and_ends_with_a_full_bar()
    {
        var (displays, updates) = (new List<string>(), new List<string>());
        var progress = new NotebookProgress(
            html =>
            {
                displays.Add(html);
                return updates.Add;
            }, new Clock(TimeSpan.FromSeconds(1)));
        Fit(progress, epochs: 4);
        Assert.HasCount(1, displays);
        Assert.HasCount(4, updates, "three epochs more, and the end");
        StringAssert.Contains(displays[0], "epoch 1 of 4: loss ");
        var last = XElement.Parse(updates[^1]);
        StringAssert.Contains(last.Value, "4 epochs: loss ");
        var bar = last.Descendants("progress").Single();
        Assert.AreEqual((string?)bar.Attribute("max"), (string?)bar.Attribute("value"));
        Assert.IsTrue(last.Descendants("svg").Any());
        Assert.HasCount(
            1, displays.Concat(updates)
                .Select(html => (string?)XElement.Parse(html).Descendants("progress").Single().Attribute("data-display"))
                .Distinct().ToArray(), "by its number all are one");
    }

    [TestMethod]
    public void Between_updates_half_a_second_passes()
    {
        var updates = new List<string>();
        Fit(new NotebookProgress(_ => updates.Add, new Clock(TimeSpan.FromMilliseconds(20))), epochs: 10);
        Assert.HasCount(1, updates, "the end alone");
    }

    [TestMethod]
    public void Outside_of_a_notebook_nothing_is_shown_and_nothing_fails()
    {
        var options = new TrainingOptions().WithNotebookProgress();
        Assert.IsInstanceOfType<NotebookProgress>(options.Callbacks.Single());
        Fit((NotebookProgress)options.Callbacks[0], epochs: 2);
    }

    private static void Fit(NotebookProgress progress, int epochs)
    {
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Row { Features = i % 7, Label = i % 7 }).ToArray());
        var features = ml.Transforms.Concatenate("Features", "Features").Fit(rows).Transform(rows);
        using var model = ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            Training = new TrainingOptions { Epochs = epochs, Callbacks = [progress] },
        }).Fit(features);
    }

    private sealed class Row
    {
        public float Features { get; set; }

        public float Label { get; set; }
    }

    // Each look at it finds it further on.
    private sealed class Clock(TimeSpan step) : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks += step.Ticks;
    }
}
