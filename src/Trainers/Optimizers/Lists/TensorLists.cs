using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Divides the tensors of a step into lists that torch goes over at once.</summary>
internal static class TensorLists
{
    // Numbers of a list on a processor, where an operation goes from tensor to tensor whatever the list: what it makes should still be in
    // the cache when the next one reads it.
    private const long MostOnProcessor = 1 << 18;

    // And on a GPU, where what an operation makes takes memory that the training may need: 256 MiB of float32.
    private const long MostElsewhere = 1 << 26;

    /// <summary>Lists of what is alike, in the order of its first member.</summary>
    /// <param name="members">The members.</param>
    /// <param name="kindOf">What must be the same within a list, <see cref="PlaceOf"/> included.</param>
    /// <param name="tensorOf">A member's tensor.</param>
    public static IEnumerable<(TKind Kind, List<T> Members)> Of<T, TKind>(
        IEnumerable<T> members, Func<T, TKind> kindOf, Func<T, Tensor> tensorOf)
        where TKind : notnull
    {
        foreach (var alike in members.GroupBy(kindOf))
        {
            var (list, numbers) = (new List<T>(), 0L);
            foreach (var member in alike)
            {
                var tensor = tensorOf(member);
                var (more, most) = (tensor.numel(), tensor.device_type == DeviceType.CPU ? MostOnProcessor : MostElsewhere);
                if (list.Count > 0 && numbers + more > most)
                {
                    yield return (alike.Key, list);
                    (list, numbers) = ([], 0);
                }
                list.Add(member);
                numbers += more;
            }
            yield return (alike.Key, list);
        }
    }

    /// <summary>Type and device of a tensor: two objects of torch's device are never equal, even if they name the same one.</summary>
    public static (ScalarType Type, DeviceType Device, int Index) PlaceOf(Tensor tensor) =>
        (tensor.dtype, tensor.device_type, tensor.device_index);
}
