using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML.Estimators.Tests.Contracts;

/// <summary>What a host that shows progress hears of a training.</summary>
[TestClass]
public sealed class HostProgressTests
{
    [TestMethod]
    public void A_host_hears_losses_and_epochs_and_can_ask_for_them_at_any_moment()
    {
        var (host, recorder) = Recorder.Create();
        using var channel = host.Start("Training");
        using (var progress = new HostProgress(host, channel))
        {
            progress.Begin();
            progress.Report(new EpochProgress(1, 3, 0.5, 0.01, 100, TimeSpan.Zero, TimeSpan.Zero) { IsEpochEnd = false });
            progress.Report(
                new EpochProgress(1, 3, 0.5, 0.01, 100, TimeSpan.Zero, TimeSpan.Zero) { IsEpochEnd = true, ValidationLoss = 0.75 });
            progress.Report(
                new EpochProgress(2, 3, 0.25, 0.01, 100, TimeSpan.Zero, TimeSpan.Zero) { IsEpochEnd = true, ValidationLoss = 0.5 });
        }
        CollectionAssert.AreEqual(new[] { "loss", "validation loss" }, recorder.Header!.MetricNames.ToArray());
        CollectionAssert.AreEqual(new[] { "epochs" }, recorder.Header.UnitNames.ToArray());
        CollectionAssert.AreEqual(new double?[] { 0.5, 0.75, 1, 3 }, recorder.Checkpoints[0]);
        CollectionAssert.AreEqual(new double?[] { 0.25, 0.5, 2, 3 }, recorder.Checkpoints[1]);
        Assert.HasCount(2, recorder.Checkpoints);
        Assert.IsTrue(recorder.IsDisposed);
        var entry = DispatchProxy.Create<IProgressEntry, Calls>();
        recorder.Fill!(entry);
        CollectionAssert.AreEqual(
            new[] { "SetProgress 0 2 3", "SetMetric 0 0.25", "SetMetric 1 0.5" }, ((Calls)(object)entry).Heard.ToArray());
    }

    [TestMethod]
    public void A_long_training_leaves_no_more_than_a_thousand_checkpoints()
    {
        var (host, recorder) = Recorder.Create();
        using var channel = host.Start("Training");
        using var progress = new HostProgress(host, channel);
        for (var epoch = 1; epoch <= 5001; epoch++)
            progress.Report(new EpochProgress(epoch, 5001, 1, 1, 1, TimeSpan.Zero, TimeSpan.Zero) { IsEpochEnd = true });
        Assert.IsInRange(500, 1001, recorder.Checkpoints.Count);
        Assert.AreEqual(5001d, recorder.Checkpoints[^1][1]);
    }

    /// <summary>A host of ML.NET's whose progress channels are recorded.</summary>
    public class Recorder : DispatchProxy
    {
        private IHost _host = null!;

        public ProgressHeader? Header { get; private set; }

        public Action<IProgressEntry>? Fill { get; private set; }

        public List<double?[]> Checkpoints { get; } = [];

        public bool IsDisposed { get; private set; }

        public static (IHost Host, Recorder Recorder) Create()
        {
            var host = Create<IHost, Recorder>();
            var recorder = (Recorder)(object)host;
            recorder._host = ((IHostEnvironment)new MLContext(seed: 1)).Register("Test");
            return (host, recorder);
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name != nameof(IProgressChannelProvider.StartProgressChannel))
                return targetMethod.Invoke(_host, args);
            var channel = DispatchProxy.Create<IProgressChannel, Channel>();
            ((Channel)(object)channel).Owner = this;
            return channel;
        }

        public class Channel : DispatchProxy
        {
            public Recorder Owner { get; set; } = null!;

            protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
            {
                switch (targetMethod!.Name)
                {
                    case nameof(IProgressChannel.SetHeader):
                        (Owner.Header, Owner.Fill) = ((ProgressHeader)args![0]!, (Action<IProgressEntry>)args[1]!);
                        break;
                    case nameof(IProgressChannel.Checkpoint):
                        Owner.Checkpoints.Add((double?[])args![0]!);
                        break;
                    case nameof(IDisposable.Dispose):
                        Owner.IsDisposed = true;
                        break;
                    default:
                        throw new NotSupportedException(targetMethod.Name);
                }
                return null;
            }
        }
    }

    /// <summary>Writes down what it is told.</summary>
    public class Calls : DispatchProxy
    {
        public List<string> Heard { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Heard.Add(FormattableString.Invariant($"{targetMethod!.Name} ")
                + string.Join(" ", args!.Select(a => FormattableString.Invariant($"{a}"))));
            return null;
        }
    }
}
