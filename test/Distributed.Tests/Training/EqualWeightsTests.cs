namespace DeepML.Distributed.Tests.Training;

[TestClass]
public sealed class EqualWeightsTests
{
    private const string Exact = "mlp,cnn,recurrent,autoencoder,forecast";

    public static IEnumerable<object[]> Launchers =>
        MpiRun.Launchers.Count == 0 ? [[""]] : MpiRun.Launchers.Select(launcher => new object[] { launcher });

    [TestMethod]
    [DynamicData(nameof(Launchers))]
    public void Two_processes_come_to_the_weights_of_one_after_three_epochs_and_to_the_same_as_each_other(string launcher)
    {
        if (launcher.Length == 0)
            MpiRun.Launcher();
        using var alone = new TemporaryFolder();
        using var together = new TemporaryFolder();
        MpiRun.Finish(1, Exact, alone.Path, "validation=0.2");
        using (var run = MpiRun.Start(launcher, 2, Exact, together.Path, "validation=0.2"))
            run.Finish(0);
        foreach (var family in Exact.Split(','))
        {
            var (expected, found) = (alone.Weights(family, 0), together.Weights(family, 0));
            Assert.HasCount(expected.Length, found);
            Assert.IsLessThanOrEqualTo(1e-5f, expected.Zip(found).Max(pair => Math.Abs(pair.First - pair.Second)), family);
            CollectionAssert.AreEqual(found, together.Weights(family, 1), family);
        }
    }

    [TestMethod]
    public void Families_with_chance_train_together_too_and_end_with_equal_weights()
    {
        const string families = "normalized,perceptron,rbm,dbn,pretrained,open,anomaly,gan";
        using var folder = new TemporaryFolder();
        MpiRun.Finish(2, families, folder.Path, "validation=0.2", "epochs=2");
        foreach (var family in families.Split(','))
            CollectionAssert.AreEqual(folder.Weights(family, 0), folder.Weights(family, 1), family);
    }

    [TestMethod]
    public void Three_processes_agree_on_what_was_left_open_and_on_a_seed_that_nobody_gave()
    {
        using var folder = new TemporaryFolder();
        var output = MpiRun.Finish(3, "mlp", folder.Path, "auto=1", "unseeded=1", "dropout=0.2", "rows=150", "seconds=4");
        CollectionAssert.AreEqual(folder.Weights("mlp", 0), folder.Weights("mlp", 1));
        CollectionAssert.AreEqual(folder.Weights("mlp", 0), folder.Weights("mlp", 2));
        var ends = output.Split('\n').Where(line => line.Contains("done mlp")).Select(line => line[(line.IndexOf("done") + 5)..]).ToArray();
        Assert.HasCount(3, ends);
        Assert.HasCount(1, ends.Distinct().ToArray());
        Assert.IsFalse(output.Contains("rank 1 epoch"), "only the first process reports");
    }

    [TestMethod]
    public void Gradients_that_travel_as_bfloat16_make_nearly_the_same_weights_of_nearly_half_the_bytes()
    {
        using var exact = new TemporaryFolder();
        using var rounded = new TemporaryFolder();
        var bytes = Bytes(MpiRun.Finish(2, "autoencoder", exact.Path));
        Assert.IsLessThan(0.9 * bytes, Bytes(MpiRun.Finish(2, "autoencoder", rounded.Path, "rounded=1")));
        CollectionAssert.AreEqual(rounded.Weights("autoencoder", 0), rounded.Weights("autoencoder", 1));
        var largest = exact.Weights("autoencoder", 0).Zip(rounded.Weights("autoencoder", 0)).Max(p => Math.Abs(p.First - p.Second));
        Assert.IsGreaterThan(0, largest);
        Assert.IsLessThan(0.05f, largest);

        static double Bytes(string output) => double.Parse(
            output[(output.IndexOf(" bytes ", StringComparison.Ordinal) + 7)..].Split('\n')[0],
            System.Globalization.CultureInfo.InvariantCulture);
    }
}
