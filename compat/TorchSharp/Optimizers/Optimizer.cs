#nullable disable
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// Something whose learning rate a scheduler can move: a parameter group, or an optimizer as a whole.
        public interface ILearningRateController
        {
            double LearningRate { get; set; }
            double InitialLearningRate { get; set; }
        }

        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }

        public abstract class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups = [];

            protected Optimizer(IntPtr handle) { }

            ~Optimizer() => Dispose(false);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing) DisposeState();
            }

            /// Frees what the optimizer remembers; the parameters are not its own.
            internal virtual void DisposeState() { }

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(g => g.Parameters);

            public abstract Tensor step(Func<Tensor> closure = null);

            public virtual void add_param_group(ParamGroup param_group) => throw new NotSupportedException($"{GetType().Name} has one parameter group.");

            /// Zeroes the gradients that exist, in place.
            public virtual unsafe void zero_grad()
            {
                foreach (var group in _parameter_groups)
                {
                    var handles = group.Handles();
                    fixed (IntPtr* p = handles) Native.Check(Native.tb_optim_zero_grad(p, handles.Length));
                }
            }

            public class StateDictionary
            {
                internal StateDictionary() { }

                public List<OptimizerOptions> Options { get; } = [];
                public List<OptimizerState> State { get; } = [];

                /// The numbers of the states of each group's parameters.
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }
    }
}
