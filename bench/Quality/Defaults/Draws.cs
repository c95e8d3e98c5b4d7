namespace DeepML.Bench;

/// <summary>Random numbers of the sets that are made here.</summary>
internal static class Draws
{
    /// <summary>Numbers of a normal distribution around 0 (Box and Muller 1958).</summary>
    public static float[] Normal(Random random, int count, double deviation)
    {
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            numbers[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
        return numbers;
    }

    /// <summary>The numbers below a count in the order of a seed.</summary>
    public static int[] Order(int count, int seed)
    {
        var order = Enumerable.Range(0, count).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }
}
