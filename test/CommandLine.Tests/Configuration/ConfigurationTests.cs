using System.Text.Json;
using DeepML.CommandLine.Configuration;
using DeepML.CommandLine.Training;

namespace DeepML.CommandLine.Tests;

/// <summary>Options of trainers as JSON.</summary>
[TestClass]
public sealed class ConfigurationTests
{
    [TestMethod]
    public void Every_kind_of_member_is_read()
    {
        var options = Bind<MultilayerPerceptronOptions>("""
            {
              "hiddenSizes": [7, 5], "HiddenActivation": "tanh", "Dropout": 0.25, "BatchNormalization": true, "ActivationSlope": null,
              "KeyColumns": ["k"], "Loss": { "kind": "Huber" }, "ReadSparse": false,
              "Training": {
                "Epochs": 3, "Seed": 5, "MemoryBudget": 4294967296, "TimeLimit": "00:01:30", "WhenStopped": "ThrowWithBest",
                "Optimizer": { "kind": "RmsPropOptimizer" }, "Schedule": { "Kind": "Step", "EveryEpochs": 2 },
                "EarlyStopping": { "Patience": 4 }, "ClassWeights": [1, 2.5]
              }
            }
            """);
        CollectionAssert.AreEqual(new[] { 7, 5 }, options.HiddenSizes.ToArray());
        Assert.AreEqual((Activation.Tanh, 0.25, true), (options.HiddenActivation, options.Dropout, options.BatchNormalization));
        Assert.IsNull(options.ActivationSlope);
        Assert.AreEqual("k", options.KeyColumns.Single());
        Assert.IsInstanceOfType<HuberLoss>(options.Loss);
        var training = options.Training;
        Assert.AreEqual((3, 5, 1L << 32), (training.Epochs, training.Seed, training.MemoryBudget));
        Assert.AreEqual(TimeSpan.FromSeconds(90), training.TimeLimit);
        Assert.AreEqual(StopBehavior.ThrowWithBest, training.WhenStopped);
        Assert.IsInstanceOfType<RmsPropOptimizer>(training.Optimizer);
        Assert.AreEqual(2, ((StepSchedule)training.Schedule!).EveryEpochs);
        Assert.AreEqual(4, training.EarlyStopping!.Patience);
        CollectionAssert.AreEqual(new[] { 1, 2.5 }, training.ClassWeights!.ToArray());
    }

    [TestMethod]
    public void What_is_not_given_stays_as_it_is_in_a_program() => Assert.AreEqual(
        new RecurrentForecastOptions { Horizon = 5 }.Training, Bind<RecurrentForecastOptions>("{ \"Horizon\": 5 }").Training);

    [TestMethod]
    public void Members_of_a_part_that_are_not_given_stay_as_the_part_has_them_by_default()
    {
        var (own, usual) = (Bind<RecurrentForecastOptions>("""
            { "Training": { "Epochs": 7, "Optimizer": { "kind": "Adam", "Beta1": 0.5 } }, "Encoder": { "kind": "Lstm", "HiddenSize": 5 } }
            """), new RecurrentForecastOptions());
        var optimizer = (AdamOptimizer)usual.Training.Optimizer;
        Assert.AreEqual(usual.Training with { Epochs = 7, Optimizer = optimizer with { Beta1 = 0.5 } }, own.Training);
        Assert.AreNotEqual(new TrainingOptions().Schedule, own.Training.Schedule, "forecasters have a schedule of their own");
        Assert.AreEqual(((LstmEncoder)usual.Encoder) with { HiddenSize = 5 }, own.Encoder);
        Assert.AreEqual(100, usual.Training.Epochs, "what is default for all is not changed");
    }

    [TestMethod]
    [DataRow("\"business days\"", FrequencyUnit.BusinessDay, 1)]
    [DataRow("\"rows\"", FrequencyUnit.Row, 1)]
    [DataRow("\"3 months\"", FrequencyUnit.Month, 3)]
    [DataRow("\"01:00:00\"", FrequencyUnit.Time, TimeSpan.TicksPerHour)]
    public void A_step_of_a_series_is_read_from_words(string json, FrequencyUnit unit, long count)
    {
        var frequency = Bind<RecurrentForecastOptions>($$"""{ "Frequency": {{json}} }""").Frequency!;
        Assert.AreEqual((unit, count), (frequency.Unit, frequency.Count));
    }

    [TestMethod]
    [DataRow("""{ "HidenSizes": [1] }""", "HidenSizes: There is no such option. Did you mean 'HiddenSizes'?")]
    [DataRow("""{ "Hidden": [1] }""", "Hidden: There is no such option. Did you mean 'HiddenSizes'?")]
    [DataRow("""{ "Qqqq": 1 }""", "Qqqq: There is no such option. Known: HiddenSizes, ")]
    [DataRow("""{ "Dropout": 1, "dropout": 2 }""", "dropout: It is given twice.")]
    [DataRow("""{ "Dropout": "x" }""", "Dropout: \"x\" is not a number.")]
    [DataRow("""{ "Dropout": null }""", "Dropout: null stands where a value is needed.")]
    [DataRow("""{ "HiddenSizes": 4 }""", "HiddenSizes: 4 stands where a list [ … ] is needed.")]
    [DataRow("""{ "HiddenSizes": [4, 1.5] }""", "HiddenSizes[1]: 1.5 is not a whole number.")]
    [DataRow("""{ "HiddenActivation": "Tahn" }""", "Did you mean 'Tanh'?")]
    [DataRow("""{ "HiddenActivation": 3 }""", "HiddenActivation: 3 is not one of Identity, ")]
    [DataRow("""{ "Training": [] }""", "Training: [] stands where an object { … } is needed.")]
    [DataRow("""{ "Training": { "Optimizer": "Adan" } }""", "Training.Optimizer: 'Adan' is no kind of it. Did you mean 'Adam'?")]
    [DataRow("""{ "Training": { "Optimizer": {} } }""", "Training.Optimizer: It needs a \"kind\": Adagrad, Adam, AdamW, ")]
    [DataRow("""{ "Training": { "Optimizer": { "kind": "Adam", "Beta3": 1 } } }""", "Optimizer.Beta3: There is no such option.")]
    [DataRow("""{ "Training": { "Progress": 1 } }""", "Training.Progress: There is no such option.")]
    [DataRow("""{ "Training": { "TimeLimit": "soon" } }""", "Training.TimeLimit: \"soon\" is not a length of time such as \"00:10:00\".")]
    public void A_fault_names_the_member_and_what_may_have_been_meant(string json, string says) =>
        StringAssert.Contains(Assert.ThrowsExactly<InputException>(() => Bind<MultilayerPerceptronOptions>(json)).Message, says);

    [TestMethod]
    public void All_faults_are_in_one_error()
    {
        var message = Assert.ThrowsExactly<InputException>(
            () => Bind<MultilayerPerceptronOptions>("""{ "A": 1, "Training": { "B": 1 } }""")).Message;
        StringAssert.StartsWith(message, "2 faults:");
        StringAssert.Contains(message, "A: There");
        StringAssert.Contains(message, "Training.B: There");
    }

    [TestMethod]
    public void What_the_configuration_says_elsewhere_is_not_set_among_the_options()
    {
        foreach (var kind in TrainerKinds.All)
            foreach (var (name, place) in kind.Reserved.Where(pair => kind.Options.GetProperty(pair.Key) is not null))
            {
                var error = Assert.ThrowsExactly<InputException>(() => Bind(kind.Options, $$"""{ "{{name}}": "x" }""", kind.Reserved));
                StringAssert.Contains(error.Message, place);
            }
    }

    [TestMethod]
    public void Every_member_of_every_trainer_is_of_a_type_that_is_read_or_set_in_programs_only()
    {
        var unread = TrainerKinds.All.SelectMany(kind => Unread(kind.Options, [])).Distinct().Order(StringComparer.Ordinal);
        Assert.AreEqual(
            "CancellationToken ConvolutionalNetworkTransformer IProgress`1 IReadOnlyList`1<TrainingCallback> NetworkTransformer "
            + "TrainingDistribution",
            string.Join(' ', unread));

        static IEnumerable<string> Unread(Type type, HashSet<Type> seen)
        {
            if (!seen.Add(type))
                yield break;
            foreach (var member in type.GetProperties().Where(member => member.SetMethod?.IsPublic == true))
            {
                var part = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
                var item = OptionKinds.ItemOf(part) ?? part;
                if (!OptionKinds.CanBeWritten(part))
                    yield return item == part ? part.Name : $"{part.Name}<{item.Name}>";
                foreach (var kind in OptionKinds.HasKinds(item) ? OptionKinds.Of(item).Values : OptionKinds.IsOptions(item) ? [item] : [])
                    foreach (var deeper in Unread(kind, seen))
                        yield return deeper;
            }
        }
    }

    [TestMethod]
    [DataRow("same", "Same", 0)]
    [DataRow("abcd", "abdc", 1)]
    [DataRow("kitten", "sitting", 3)]
    [DataRow("", "abc", 3)]
    public void Names_are_as_far_apart_as_letters_have_to_change(string one, string other, int distance) =>
        Assert.AreEqual(distance, NearestName.Distance(one, other));

    private static T Bind<T>(string json) => (T)Bind(typeof(T), json, null)!;

    private static object? Bind(Type type, string json, IReadOnlyDictionary<string, string>? reserved)
    {
        var faults = new ConfigurationFaults();
        var options = new OptionBinder(faults).Bind(JsonDocument.Parse(json).RootElement, type, "", reserved);
        faults.ThrowIfAny();
        return options;
    }
}
