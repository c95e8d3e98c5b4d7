using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DeepML.Trainers.Tests.Hooks;

/// <summary>What listeners hear of a training.</summary>
[TestClass]
public sealed class TelemetryHookTests
{
    private const string Network = "Linear";

    [TestMethod]
    public void Rows_epochs_losses_and_durations_are_measured()
    {
        using var heard = new Heard();
        using var toy = new Toy(new TrainingOptions { Epochs = 3, BatchSize = 8 });
        using var validation = Toy.Source(10, 2);
        var history = toy.Run(validation);
        Assert.AreEqual(3 * 50, heard.Sum("deepml.training.rows"));
        Assert.AreEqual(3, heard.Sum("deepml.training.epochs"));
        Assert.HasCount(3, heard.Values("deepml.training.epoch"));
        Assert.IsTrue(heard.Values("deepml.training.epoch").All(seconds => seconds > 0));
        CollectionAssert.AreEqual(
            history.Epochs.SelectMany(epoch => new[] { epoch.TrainingLoss, epoch.ValidationLoss!.Value }).ToArray(),
            heard.Values("deepml.training.loss"));
        CollectionAssert.AreEqual(new double[] { 1, -1 }, heard.Values("deepml.training.running"));
        Assert.IsTrue(heard.Networks.All(network => network == Network), string.Join(' ', heard.Networks));
    }

    [TestMethod]
    public void A_trace_holds_the_training_and_its_epochs()
    {
        using var heard = new Heard();
        using var toy = new Toy(new TrainingOptions { Epochs = 2, BatchSize = 50 });
        using (var own = new Activity("a job of the application").Start())
        {
            var history = toy.Run(phase: 2);
            Assert.AreSame(own, Activity.Current, "what was current is so again");
            var training = heard.Activities.Single(activity => activity.OperationName == "train");
            Assert.AreEqual(own.SpanId, training.ParentSpanId);
            Assert.AreEqual(ActivityStatusCode.Ok, training.Status);
            Assert.AreEqual(
                "deepml.network Linear, deepml.phase 2, deepml.rows 50, deepml.epochs.planned 2, deepml.epochs 2, deepml.epoch.kept 2, "
                    + "deepml.stop_reason Completed",
                string.Join(", ", training.TagObjects.Select(tag => $"{tag.Key} {tag.Value}")));
            var epochs = heard.Activities.Where(activity => activity.OperationName == "epoch").ToArray();
            Assert.HasCount(2, epochs);
            Assert.AreEqual(training.SpanId, epochs[1].ParentSpanId);
            Assert.AreEqual(2, epochs[1].GetTagItem("deepml.epoch"));
            Assert.AreEqual(history.Epochs[1].TrainingLoss, epochs[1].GetTagItem("deepml.loss"));
        }
    }

    [TestMethod]
    public void A_training_that_is_stopped_within_an_epoch_has_learned_from_the_rows_until_then()
    {
        using var heard = new Heard();
        using var source = new CancellationTokenSource();
        using var toy = new Toy(new TrainingOptions
        {
            Epochs = 9,
            BatchSize = 10,
            Cancellation = source.Token,
            Callbacks = [new CancelAfter(6, source)],
        });
        Assert.AreEqual(StopReason.Cancelled, toy.Run().StopReason);
        // callbacks come behind the limits, which see the token after the next batch
        Assert.AreEqual(70, heard.Sum("deepml.training.rows"));
        Assert.AreEqual(1, heard.Sum("deepml.training.epochs"));
        Assert.AreEqual(0, heard.Sum("deepml.training.running"));
        Assert.AreEqual("Cancelled", heard.Activities.Single(a => a.OperationName == "train").GetTagItem("deepml.stop_reason"));
    }

    [TestMethod]
    public void A_training_that_fails_ends_its_trace_with_an_error()
    {
        using var heard = new Heard();
        using var toy = new Toy(new TrainingOptions { Epochs = 2, Cancellation = new CancellationToken(canceled: true) });
        Assert.ThrowsExactly<OperationCanceledException>(() => toy.Run());
        Assert.IsNull(Activity.Current);
        Assert.AreEqual(ActivityStatusCode.Error, heard.Activities.Single().Status);
        Assert.AreEqual(0, heard.Sum("deepml.training.running"));
    }

    private sealed class CancelAfter(int batches, CancellationTokenSource source) : TrainingCallback
    {
        private int _batches;

        protected internal override void BatchFinished(TrainingStatus status)
        {
            if (++_batches == batches)
                source.Cancel();
        }
    }

    private sealed class Heard : IDisposable
    {
        private readonly List<(string Instrument, double Value)> _values = [];
        private readonly MeterListener _meters = new();
        private readonly ActivityListener _activities;

        public Heard()
        {
            _meters.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "DeepML.Training")
                    listener.EnableMeasurementEvents(instrument);
            };
            _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _meters.Start();
            _activities = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "DeepML.Training",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = Activities.Add,
            };
            ActivitySource.AddActivityListener(_activities);
        }

        public List<Activity> Activities { get; } = [];

        public List<string> Networks { get; } = [];

        public double[] Values(string instrument) =>
            [.. _values.Where(value => value.Instrument == instrument).Select(value => value.Value)];

        public double Sum(string instrument) => Values(instrument).Sum();

        public void Dispose()
        {
            _meters.Dispose();
            _activities.Dispose();
        }

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            _values.Add((instrument.Name, value));
            Networks.Add((string)tags[0].Value!);
        }
    }
}
