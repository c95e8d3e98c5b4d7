using System.Text.Json;
using DeepML.CommandLine.Configuration;
using DeepML.CommandLine.Training;

namespace DeepML.CommandLine.Tests.Configuration;

/// <summary>What types of options there are, and how they are written.</summary>
[TestClass]
public sealed class OptionKindsTests
{
    [TestMethod]
    public void Kinds_are_called_by_their_types_without_the_last_word()
    {
        var kinds = OptionKinds.Of(typeof(OptimizerOptions));
        Assert.AreEqual(typeof(AdamOptimizer), kinds["Adam"]);
        Assert.AreEqual(typeof(RmsPropOptimizer), kinds["RmsProp"]);
        Assert.AreEqual(typeof(AdamWOptimizer), kinds["AdamW"]);
        CollectionAssert.AreEqual(kinds.Keys.Order(StringComparer.Ordinal).ToArray(), kinds.Keys.ToArray());
    }

    [TestMethod]
    public void Every_family_that_a_trainer_reads_has_kinds_that_can_be_made()
    {
        var families = TrainerKinds.All.SelectMany(kind => kind.Options.GetProperties())
            .Concat(typeof(TrainingOptions).GetProperties())
            .Select(property => OptionKinds.ItemOf(property.PropertyType) ?? property.PropertyType)
            .Where(OptionKinds.HasKinds).Distinct().ToArray();
        Assert.IsGreaterThan(3, families.Length);
        foreach (var family in families)
            foreach (var (name, kind) in OptionKinds.Of(family))
            {
                Assert.IsTrue(kind.IsSubclassOf(family), name);
                Assert.IsNotNull(OptionKinds.ConstructorOf(kind), name);
            }
    }

    [TestMethod]
    [DataRow("\"same\"", "Same")]
    [DataRow("\"CAUSAL\"", "Causal")]
    [DataRow("\"valid\"", "Valid")]
    [DataRow("\"circular\"", "Circular")]
    public void Padding_is_a_word(string json, string name) => Assert.AreEqual(
        typeof(ConvolutionPadding).GetProperty(name)!.GetValue(null), Read<ConvolutionPadding>(json));

    [TestMethod]
    public void Padding_is_a_number_of_pixels_too()
    {
        Assert.AreEqual(ConvolutionPadding.FromInt32(2), Read<ConvolutionPadding>("2"));
        StringAssert.Contains(Refused<ConvolutionPadding>("\"wide\""), "a number of pixels, \"same\"");
    }

    [TestMethod]
    [DataRow("\"0 months\"")]
    [DataRow("\"1201 months\"")]
    [DataRow("\"-01:00:00\"")]
    [DataRow("\"monthly\"")]
    [DataRow("3")]
    public void A_step_of_a_series_that_is_none_is_refused(string json) =>
        StringAssert.Contains(Refused<Frequency>(json), "a length of time such as \"01:00:00\"");

    [TestMethod]
    public void One_month_may_be_written_as_such()
    {
        Assert.AreEqual(Frequency.EveryMonths(1), Read<Frequency>("\"1 month\""));
        Assert.AreEqual(Frequency.Every(TimeSpan.FromDays(7)), Read<Frequency>("\"7.00:00:00\""));
    }

    [TestMethod]
    [DataRow("\"tanh\"", Activation.Tanh)]
    [DataRow("\"RELU\"", Activation.ReLU)]
    public void Names_of_an_enumeration_are_read_whatever_their_capitals(string json, Activation activation) =>
        Assert.AreEqual(activation, Read<Activation>(json));

    [TestMethod]
    [DataRow("\"1\"")]
    [DataRow("\"Tanh, ReLU\"")]
    [DataRow("\"\"")]
    public void Numbers_and_lists_are_no_names_of_an_enumeration(string json) =>
        StringAssert.StartsWith(Refused<Activation>(json), "one of Identity, ");

    [TestMethod]
    [DataRow("3000000000", typeof(int))]
    [DataRow("1.5", typeof(long))]
    [DataRow("\"1\"", typeof(double))]
    [DataRow("1", typeof(bool))]
    [DataRow("\"ab\"", typeof(char))]
    [DataRow("true", typeof(string))]
    public void A_value_of_another_type_is_not_taken(string json, Type type)
    {
        Assert.IsFalse(OptionKinds.TryRead(JsonDocument.Parse(json).RootElement, type, out var value, out var requirement));
        Assert.IsNull(value);
        Assert.AreNotEqual("", requirement);
    }

    [TestMethod]
    public void A_copy_is_a_record_of_its_own()
    {
        var options = new MultilayerPerceptronOptions { Dropout = 0.3 };
        var copy = (MultilayerPerceptronOptions)OptionKinds.CopyOf(options);
        Assert.AreEqual(options, copy);
        Assert.AreNotSame(options, copy);
    }

    [TestMethod]
    public void Every_trainers_options_with_nothing_set_are_those_of_a_program()
    {
        foreach (var kind in TrainerKinds.All)
        {
            var faults = new ConfigurationFaults();
            var bound = new OptionBinder(faults).Bind(JsonDocument.Parse("{}").RootElement, kind.Options, "", kind.Reserved)!;
            faults.ThrowIfAny();
            var usual = Activator.CreateInstance(kind.Options)!;
            foreach (var property in kind.Options.GetProperties().Where(property => property.GetIndexParameters().Length == 0))
                AssertSame(property.GetValue(usual), property.GetValue(bound), $"{kind.Name}.{property.Name}");
        }

        static void AssertSame(object? expected, object? found, string name)
        {
            if (expected is System.Collections.IEnumerable and not string)
                CollectionAssert.AreEqual(
                    ((System.Collections.IEnumerable)expected).Cast<object>().ToArray(),
                    ((System.Collections.IEnumerable)found!).Cast<object>().ToArray(), name);
            else
                Assert.AreEqual(expected, found, name);
        }
    }

    private static T Read<T>(string json)
    {
        Assert.IsTrue(OptionKinds.TryRead(JsonDocument.Parse(json).RootElement, typeof(T), out var value, out _), json);
        return (T)value!;
    }

    private static string Refused<T>(string json)
    {
        Assert.IsFalse(OptionKinds.TryRead(JsonDocument.Parse(json).RootElement, typeof(T), out _, out var requirement), json);
        return requirement;
    }
}
