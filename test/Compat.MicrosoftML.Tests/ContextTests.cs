using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class ContextTests
{
    [TestMethod]
    public void The_same_seed_and_calls_give_the_same_numbers_and_names_do_not_matter()
    {
        static int[] Draw(string name, int? seed = null)
        {
            IHostEnvironment env = new MLContext(7);
            env.Register("first");
            var host = env.Register(name, seed);
            return [host.Rand.Next(1000), host.Rand.Next(1000), host.Rand.Next(1000)];
        }

        CollectionAssert.AreEqual(Draw("a"), Draw("b"));
        CollectionAssert.AreNotEqual(Draw("a"), Draw("a", 3));
        CollectionAssert.AreEqual(Draw("a", 3), new[] { new TauswortheRandom(3) }.SelectMany(r => new[] { r.Next(1000), r.Next(1000), r.Next(1000) }).ToArray());
        IHostEnvironment other = new MLContext(7);
        CollectionAssert.AreNotEqual(Draw("a"), new[] { other.Register("a") }.SelectMany(h => new[] { h.Rand.Next(1000), h.Rand.Next(1000), h.Rand.Next(1000) }).ToArray(),
            "each registration draws from the parent");
    }

    [TestMethod]
    public void Properties_reach_the_hosts_registered_later()
    {
        var ml = new MLContext();
        Assert.IsNull(ml.GpuDeviceId);
        Assert.IsFalse(ml.FallbackToCpu);
        Assert.AreEqual(Path.GetTempPath(), ml.TempFilePath);
        var early = (IHostEnvironmentInternal)((IHostEnvironment)ml).Register("early");
        ml.GpuDeviceId = 2;
        ml.FallbackToCpu = true;
        var late = (IHostEnvironmentInternal)((IHostEnvironment)ml).Register("late");
        Assert.IsNull(early.GpuDeviceId);
        Assert.AreEqual(2, late.GpuDeviceId);
        Assert.IsTrue(late.FallbackToCpu);
    }

    [TestMethod]
    public void Options_are_a_bag_of_named_values()
    {
        var ml = new MLContext();
        ml.SetOption("a", 3);
        Assert.IsFalse(ml.TryAddOption("a", 4));
        Assert.IsTrue(ml.TryAddOption("b", "x"));
        Assert.IsTrue(ml.TryGetOption<int>("a", out var a) && a == 3);
        Assert.AreEqual("x", ml.GetOptionOrDefault<string>("b"));
        Assert.IsNull(ml.GetOptionOrDefault<string>("none"));
        Assert.IsTrue(ml.RemoveOption("a"));
        Assert.IsFalse(ml.RemoveOption("a"));
    }

    [TestMethod]
    public void Channel_messages_reach_the_log_with_kind_and_source()
    {
        var ml = new MLContext(1);
        var log = new List<LoggingEventArgs>();
        ml.Log += (_, e) => log.Add(e);
        IHostEnvironment env = ml;
        var outer = env.Register("Outer");
        using (var channel = outer.Register("Inner").Start("work"))
        {
            channel.Info(MessageSensitivity.None, "{0} of 3");
            channel.Warning(MessageSensitivity.UserData, "{0} of 3", 2);
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => channel.Error(MessageSensitivity.None, ""));
        }
        var info = log.Single(e => e.Kind == ChannelMessageKind.Info);
        Assert.AreEqual("{0} of 3", info.RawMessage, "without arguments the text is no format");
        Assert.AreEqual("Outer; Inner; work", info.Source);
        Assert.AreEqual("[Source=Outer; Inner; work, Kind=Warning] 2 of 3", log.Single(e => e.Kind == ChannelMessageKind.Warning).Message);
        Assert.AreEqual(3, log.Count(e => e.Kind == ChannelMessageKind.Trace), "start, finish and disposal");
        ml.Log += (_, e) => throw new FormatException("handler");
        Assert.ThrowsExactly<FormatException>(() => outer.Start("x"));
    }

    [TestMethod]
    public void Progress_never_reaches_the_log_and_too_many_values_are_refused()
    {
        var ml = new MLContext(1);
        var messages = 0;
        ml.Log += (_, _) => messages++;
        var filled = 0;
        using (var progress = ((IHostEnvironment)ml).StartProgressChannel("epochs"))
        {
            progress.SetHeader(new ProgressHeader(["loss"], ["epoch"]), _ => filled++);
            progress.Checkpoint(0.5, 1, 10);
            Assert.ThrowsExactly<InvalidOperationException>(() => progress.Checkpoint(1, 2, 3, 4));
        }
        Assert.AreEqual(0, messages);
        Assert.AreEqual(0, filled);
    }

    [TestMethod]
    public void A_host_marks_exceptions_with_where_they_come_from()
    {
        var host = ((IHostEnvironment)new MLContext(1)).Register("Trainer");
        var error = host.Process(new InvalidOperationException("x"));
        Assert.AreEqual("Trainer", error.Data["Throwing component"]);
        Assert.IsTrue(error.Data.Contains("ML_IsMarked"));
    }

    [TestMethod]
    public void Cancelling_the_context_stops_its_hosts_for_good()
    {
        var ml = new MLContext(1);
        var host = ((IHostEnvironment)ml).Register("a").Register("b");
        host.CheckAlive();
        ml.CancelExecution();
        Assert.ThrowsExactly<OperationCanceledException>(() => host.CheckAlive());
        Assert.ThrowsExactly<OperationCanceledException>(() => ((IHostEnvironment)ml).Register("later").CheckAlive());
    }

    [TestMethod]
    public void Catalogs_hand_out_an_environment_that_is_not_the_context()
    {
        var ml = new MLContext(1);
        foreach (var catalog in new IInternalCatalog[] { ml.Transforms, ml.Transforms.Text, ml.Transforms.Conversion, ml.Transforms.Categorical, ml.Transforms.FeatureSelection, ml.Data, ml.Model, ml.Regression, ml.Regression.Trainers })
        {
            Assert.IsNotNull(catalog.Environment);
            Assert.AreNotSame(ml, catalog.Environment);
        }
    }

    [TestMethod]
    public void Loadable_classes_are_registered_once_and_duplicates_are_refused()
    {
        var ml = new MLContext(1);
        ml.ComponentCatalog.RegisterAssembly(typeof(ContextTests).Assembly);
        ml.ComponentCatalog.RegisterAssembly(typeof(ContextTests).Assembly);
        Assert.ThrowsExactly<ArgumentNullException>(() => ml.ComponentCatalog.RegisterAssembly(null));
        Assert.IsTrue(ml.ComponentCatalog.TryFind("copytransform", typeof(SignatureLoadModel), out _));
    }
}
