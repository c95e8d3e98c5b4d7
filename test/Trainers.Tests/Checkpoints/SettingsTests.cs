using System.Globalization;
using System.Text.Json.Nodes;
using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Checkpoints;

[TestClass]
public sealed class SettingsTests
{
    [TestMethod]
    public void Settings_read_the_same_in_every_culture_and_in_the_order_of_their_names()
    {
        var value = new Sample(0.1, float.NaN, 1234567, DayOfWeek.Friday, TimeSpan.FromSeconds(1.5), [1, 2], null, new Inner("ü"));
        const string expected =
            """{"Count":1234567,"Day":"Friday","Least":"NaN","Next":null,"Rate":0.1,"Shape":{"Name":"\u00FC"},"Sizes":[1,2],"""
            + "\"Time\":\"00:00:01.5000000\"}";
        Assert.AreEqual(expected, Settings.Describe(value)!.ToJsonString());
        Assert.AreEqual(expected, GermanNumbers.In(() => Settings.Describe(value)!.ToJsonString()));
    }

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(1e-300)]
    [DataRow(0.30000000000000004)]
    public void Numbers_read_back_exactly(double number) =>
        Assert.AreEqual(number, (double)JsonNode.Parse(Settings.Describe(number)!.ToJsonString())!);

    [TestMethod]
    public void What_may_be_of_several_kinds_is_described_with_its_kind_and_what_is_private_too()
    {
        var options = new TrainingOptions { Optimizer = new AdamWOptimizer() };
        Assert.AreEqual("AdamWOptimizer", (string)Settings.Describe(options)!["Optimizer"]![Settings.Kind]!);
        Assert.AreEqual("""{"hidden":3}""", Settings.Describe(new Secret(3))!.ToJsonString());
    }

    [TestMethod]
    public void Long_lists_of_numbers_are_told_apart_without_being_written_out()
    {
        var numbers = Enumerable.Range(0, 1000).Select(i => (float)i).ToArray();
        var before = Settings.Describe(numbers)!.ToJsonString();
        Assert.AreEqual(before, Settings.Describe(numbers.ToArray())!.ToJsonString());
        numbers[500] += 1;
        Assert.AreNotEqual(before, Settings.Describe(numbers)!.ToJsonString());
        Assert.IsLessThan(60, before.Length);
    }

    [TestMethod]
    public void What_cannot_be_compared_is_refused()
    {
        using var values = zeros(1);
        Assert.ThrowsExactly<NotSupportedException>(() => Settings.Describe(new { Function = (Func<int>)(() => 1) }));
        Assert.ThrowsExactly<NotSupportedException>(() => Settings.Describe(new { Values = values }));
    }

    [TestMethod]
    public void Differences_are_said_as_the_options_are_written()
    {
        var there = new TrainingOptions { Optimizer = new AdamOptimizer { Beta1 = 0.9 }, ClassWeights = [1, 2] };
        CollectionAssert.AreEqual(
            new[] { "ClassWeights is [1,2] there and null here", "GradientClipNorm is null there and 0.5 here",
                "Optimizer.Beta1 is 0.9 there and 0.8 here" },
            Between(there, new TrainingOptions { Optimizer = new AdamOptimizer { Beta1 = 0.8 }, GradientClipNorm = 0.5 }));
        CollectionAssert.AreEqual(
            new[] { "Optimizer is AdamOptimizer there and RmsPropOptimizer here" },
            Between(there, there with { Optimizer = new RmsPropOptimizer() }));
        Assert.IsEmpty(Between(there, there with { ClassWeights = new List<double> { 1, 2 } }));
    }

    private static List<string> Between(object there, object here)
    {
        var found = new List<string>();
        SettingDifferences.Add(JsonNode.Parse(Settings.Describe(there)!.ToJsonString()), Settings.Describe(here), "", found);
        return found;
    }

    private sealed record Sample(double Rate, float Least, int Count, DayOfWeek Day, TimeSpan Time, int[] Sizes, Inner? Next, Inner Shape);

    private sealed record Inner(string Name);

    private sealed class Secret(int hidden)
    {
        private readonly int _hidden = hidden;

        public override string ToString() => _hidden.ToString(CultureInfo.InvariantCulture);
    }
}
