using DeepML.Trainers;

namespace DeepML.Estimators.Tests.GanAugmenter
{
    /// <summary>An objective of a user's own is told from others by its name and settings, as those of the library are.</summary>
    [TestClass]
    public sealed class OwnObjectiveTests
    {
        [TestMethod]
        public void A_checkpoint_is_refused_where_a_setting_of_ones_own_objective_differs()
        {
            CollectionAssert.AreEqual(
                new[] { "Objective.Margin is 1 there and 0.5 here" },
                Differences(new HingeObjective(), new HingeObjective { Margin = 0.5f }));
            Assert.IsEmpty(Differences(new HingeObjective(), new HingeObjective()));
        }

        [TestMethod]
        public void An_objective_that_has_the_name_of_another_is_not_taken_for_it() => CollectionAssert.AreEqual(
            new[] { "Objective is MinimaxObjective there and Elsewhere.MinimaxObjective here" },
            Differences(new DeepML.MinimaxObjective(), new Elsewhere.MinimaxObjective()));

        [TestMethod]
        public void An_objective_that_stores_a_function_cannot_be_told_and_is_refused()
        {
            var options = new GanAugmenterOptions { Objective = new Elsewhere.MinimaxObjective { Weighing = x => x } };
            StringAssert.Contains(
                Assert.ThrowsExactly<NotSupportedException>(() => FitSettings.Describe(options, null)).Message,
                "cannot be told from outside");
        }

        private static List<string> Differences(GanObjective there, GanObjective here)
        {
            var found = new List<string>();
            SettingDifferences.Add(Described(there), Described(here), "", found);
            return found;

            static System.Text.Json.Nodes.JsonNode Described(GanObjective objective) =>
                System.Text.Json.Nodes.JsonNode.Parse(
                    FitSettings.Describe(new GanAugmenterOptions { Objective = objective }, null).ToJsonString())!;
        }
    }
}

namespace Elsewhere
{
    /// <summary>An objective with the name of one of the library's.</summary>
    public sealed record MinimaxObjective : DeepML.GanObjective
    {
        /// <summary>Something that no checkpoint can tell.</summary>
        public Func<double, double>? Weighing { get; init; }

        /// <inheritdoc/>
        public override TorchSharp.torch.Tensor DiscriminatorLoss(TorchSharp.torch.Tensor real, TorchSharp.torch.Tensor fake) =>
            fake.mean() - real.mean();

        /// <inheritdoc/>
        public override TorchSharp.torch.Tensor GeneratorLoss(TorchSharp.torch.Tensor fake) => fake.mean().neg();
    }
}
